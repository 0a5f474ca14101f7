import type { RequestAction } from '../../protocol/trace.ts';

/** Why a request is not sent, with what the user can do about it. */
export class Refusal extends Error {
  override readonly name: string = 'Refusal';
  readonly action: RequestAction | null;

  constructor(message: string, action: RequestAction | null = null) {
    super(message);
    this.action = action;
  }
}
