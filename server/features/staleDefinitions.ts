/**
 * `posthog-env.d.ts` is written when plugin.json and the code are saved. Until then the editor's own support may report what
 * is right by the unsaved text, such as a choice that is new: a quick fix at such an error writes the file at once.
 */
import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type Diagnostic,
} from 'vscode-languageserver';
import ts from 'typescript';
import { environmentMark } from '../../platform/postHogDeclaration.ts';
import { environmentPlace } from '../analysis/environmentFile.ts';
import type { Located, ServerContext } from '../context.ts';
import { nameOf } from '../uris.ts';
import { Answers } from './answers.ts';
import { diagnosticSource } from './findingToDiagnostic.ts';
import { canCreateFiles, environmentEdits } from './typeDefinitions.ts';

export async function staleDefinitionActions(
  context: ServerContext,
  { textDocument, context: { diagnostics } }: CodeActionParams,
): Promise<CodeAction[]> {
  const ofOthers = diagnostics.filter(({ source }) => source !== diagnosticSource);
  if (ofOthers.length === 0 || context.providerOf(textDocument.uri) !== 'builtIn') return [];
  if (!canCreateFiles(context)) return [];
  const located = await context.locate(textDocument.uri);
  if (located === undefined) return [];
  const answers = new Answers(context, located);
  const about = ofOthers.filter((one) => isAboutApp(one, located, answers));
  if (about.length === 0) return [];
  const { app, engine, path } = located;
  const apps = context.appsBeside(app);
  const place = environmentPlace(context.host, app, apps, path);
  const written = context.files.read(place.path);
  if (written?.startsWith(environmentMark) !== true) return [];
  if (written === engine.environment(app, apps, place.path).text) return [];
  return [
    {
      title: `Update Type Definitions (${nameOf(place.path)})`,
      kind: CodeActionKind.QuickFix,
      diagnostics: about,
      edit: { documentChanges: [...environmentEdits(context, located)] },
    },
  ];
}

/** Whether an error is about something that plugin.json or the code declares of `meta`. */
function isAboutApp({ range }: Diagnostic, { document }: Located, answers: Answers): boolean {
  const [start, end] = [document.offsetAt(range.start), document.offsetAt(range.end)];
  const isWithin = (node: ts.Node): boolean => {
    if (node.end <= start || node.getStart(answers.file) >= end) return false;
    if (ts.isIdentifier(node) && answers.isOfApp(node)) return true;
    return ts.forEachChild(node, isWithin) === true;
  };
  return isWithin(answers.file);
}
