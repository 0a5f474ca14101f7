/** Findings of which the editor's own check of types tells, too: one report is enough. */
import type { App } from '../analysis/appFolder.ts';
import type { AppProgram } from '../analysis/appProgram.ts';
import { isChecked, takesBrowserTypes } from '../analysis/environmentFile.ts';
import type { Finding } from '../analysis/finding.ts';
import type { Host } from '../host.ts';
import type { LintLevels } from '../lintSettings.ts';
import { codeOf } from './rule.ts';

const undeclared = codeOf('undeclared-name');

/** Names of browsers that one may well take for a name of the code: nobody misses a declaration where they are known. */
const ofBrowsers: ReadonlySet<string> = new Set(
  'blur caches close closed confirm event external find focus frames history length name open opener origin parent print prompt screen scroll status stop top'.split(
    ' ',
  ),
);

/**
 * Whether the editor reports the same as a finding: a name that nothing declares, as TypeScript's error 2304. Our fixes are
 * there all the same.
 *
 * @param levels with the editor's setting for JavaScript without a configuration.
 */
export function isToldByEditor(
  host: Host,
  app: App,
  { program }: AppProgram,
  levels: LintLevels,
): (finding: Finding) => boolean {
  return ({ rule, span }) => {
    const text = rule === undeclared ? program.getSourceFile(span.file)?.text : undefined;
    if (text === undefined || !isChecked(host, { path: span.file, text }, levels['checkJs'] === 'true'))
      return false;
    const name = text.slice(span.start, span.start + span.length);
    return !ofBrowsers.has(name) || !takesBrowserTypes(host, app);
  };
}
