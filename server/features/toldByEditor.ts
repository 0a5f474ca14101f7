/** Findings of which the editor's own check of types tells, too: one report is enough, and that one cannot be taken away. */
import { isChecked, takesBrowserTypes } from '../analysis/environmentFile.ts';
import type { App } from '../analysis/appFolder.ts';
import type { Finding } from '../analysis/finding.ts';
import { nodeBefore } from '../analysis/position.ts';
import type { ServerContext } from '../context.ts';
import type { Engine } from '../engine.ts';
import type { LintLevels } from '../lintSettings.ts';
import { comparedWith } from '../rules/configUndeclared.ts';
import { codeOf } from '../rules/rule.ts';
import { pathToUri } from '../uris.ts';
import { Answers } from './answers.ts';

const undeclaredName = codeOf('undeclared-name');
const undeclaredConfig = codeOf('config-undeclared');

/** Names of browsers that one may well take for a name of the code: nobody misses a declaration where they are known. */
const ofBrowsers: ReadonlySet<string> = new Set(
  'blur caches close closed confirm event external find focus frames history length name open opener origin parent print prompt screen scroll status stop top'.split(
    ' ',
  ),
);

/**
 * Whether the editor reports the same as a finding in a file that is open: a name that nothing declares (TypeScript's error
 * 2304), or a config key compared with none of its choices (2367, 2678). Our fixes are there all the same.
 *
 * @param levels with the editor's setting for JavaScript without a configuration.
 */
export function toldByEditor(
  context: ServerContext,
  engine: Engine,
  app: App,
  levels: LintLevels,
): (finding: Finding) => boolean {
  const { documents, host } = context;
  const service = engine.serviceOf(app);
  return ({ rule, span: { file: path, start, length } }) => {
    if (rule !== undeclaredName && rule !== undeclaredConfig) return false;
    const document = documents.get(pathToUri(path));
    const file = service.program().program.getSourceFile(path);
    if (document === undefined || file === undefined) return false;
    if (!isChecked(host, { path, text: file.text }, levels['checkJs'] === 'true')) return false;
    if (rule === undeclaredName) {
      const name = file.text.slice(start, start + length);
      return !ofBrowsers.has(name) || !takesBrowserTypes(host, app);
    }
    const subject = comparedWith(nodeBefore(file, start + 1));
    const answers = new Answers(context, { app, engine, path, document, service });
    return subject !== undefined && answers.areTextsKnown(subject);
  };
}
