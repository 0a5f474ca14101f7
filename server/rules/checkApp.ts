/** Runs the rules over an app. */
import type { AppProgram } from '../analysis/appProgram.ts';
import type { Finding, Severity } from '../analysis/finding.ts';
import type { LintLevels } from '../lintSettings.ts';
import { checkEventLoop, type EventLoopLevels } from './eventLoop.ts';
import { applySuppressions } from './suppressions.ts';

/** The findings of an app, in the order of the source. */
export function checkApp(app: AppProgram, levels: LintLevels): readonly Finding[] {
  return applySuppressions(app, checkEventLoop(app, eventLoopLevels(levels))).toSorted(
    (one, other) => one.span.file.localeCompare(other.span.file) || one.span.start - other.span.start,
  );
}

const severities: readonly string[] = ['error', 'warning', 'information', 'hint', 'off'];
const endings: readonly string[] = ['information', 'warning', 'hidden'];

/** A value that is none of the setting's counts as not set. */
function eventLoopLevels(levels: LintLevels): EventLoopLevels {
  const [level, ending] = [levels['event-loop'] ?? '', levels['endingLoops'] ?? ''];
  return {
    eventLoop: severities.includes(level) ? (level as Severity | 'off') : 'warning',
    endingLoops: endings.includes(ending) ? (ending as EventLoopLevels['endingLoops']) : 'information',
  };
}
