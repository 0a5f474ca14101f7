/** Bodies of requests as a trace keeps them: whole, as long as they are not very long together. */
import { cutText } from '../../protocol/cutText.ts';

/** Characters. A shorter body is kept whole in any case; a run has only so many requests. */
const usualBody = 64 * 1024;
/** Characters of the longer ones together. */
export const mostOfBodies = 32 * 1024 * 1024;

export class KeptBodies {
  readonly #onCut: () => void;
  #used = 0;

  /** @param onCut called when a body is not kept whole. */
  constructor(onCut: () => void) {
    this.#onCut = onCut;
  }

  /** The body, or its beginning with its whole length where there is no more room. */
  keep(body: string | null): string | null {
    if (body === null || body.length <= usualBody) return body;
    if (this.#used + body.length > mostOfBodies) {
      this.#onCut();
      return cutText(body, usualBody);
    }
    this.#used += body.length;
    return body;
  }
}
