import { settingProblem } from '../../protocol/runWords.ts';
import type { SourceLocation } from '../../protocol/trace.ts';

/** Something around the app is wrong, such as its plugin.json: one sentence, and what to do. */
export class SetupProblem extends Error {
  override readonly name: string = 'SetupProblem';
  readonly source: SourceLocation | null;
  /** `app` where the code itself cannot be loaded. */
  readonly kind: 'app' | 'setup';

  constructor(message: string, source: SourceLocation | null = null, kind: 'app' | 'setup' = 'setup') {
    super(message);
    this.source = source;
    this.kind = kind;
  }
}

/** A setting of this computer is wrong, which the app knows nothing of. */
export class SettingProblem extends SetupProblem {
  override readonly name = settingProblem;
}
