/** Quick fixes: those that findings bring along, the mending of a broken plugin.json, and all safe ones at once; types for handlers. */
import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type Diagnostic,
  type Range,
  type ServerCapabilities,
  type TextEdit,
} from 'vscode-languageserver';
import { type App, isAppSource } from '../analysis/appFolder.ts';
import type { AppProgram } from '../analysis/appProgram.ts';
import type { Finding, Fix, Span } from '../analysis/finding.ts';
import { nodeBefore } from '../analysis/position.ts';
import type { ServerContext } from '../context.ts';
import type { Engine } from '../engine.ts';
import { codeOf } from '../rules/rule.ts';
import { safeChanges } from '../rules/safeChanges.ts';
import { pathToUri, uriToPath } from '../uris.ts';
import { EditorTypes } from './editorTypes.ts';
import { findingToDiagnostic, spanToRange } from './findingToDiagnostic.ts';
import { ignoreActions } from './ignoring.ts';
import { importForRequireActions } from './importForRequire.ts';
import { loopRunActions } from './loopRuns.ts';
import { staleDefinitionActions } from './staleDefinitions.ts';
import { toldByEditor } from './toldByEditor.ts';
import { isAwaitOffered } from './toldOfPromises.ts';
import { typeAnswerActions } from './typeAnswer.ts';
import { typeDefinitionActions } from './typeDefinitions.ts';
import { typeHandlerActions } from './typeHandler.ts';

export function registerCodeAction(context: ServerContext): ServerCapabilities {
  context.connection.onCodeAction(
    context.handle('offering quick fixes', [], async (params) =>
      isAskedFor(params, fixAllKind)
        ? fixAllActions(context, params)
        : [
            ...(await findingActions(context, params)),
            ...(await manifestActions(context, params)),
            ...(await typeDefinitionActions(context, params)),
            ...(await staleDefinitionActions(context, params)),
            ...(await typeHandlerActions(context, params)),
            ...(await typeAnswerActions(context, params)),
            ...(await importForRequireActions(context, params)),
          ],
    ),
  );
  return {
    codeActionProvider: {
      codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite, fixAllKind],
    },
  };
}

/** What `editor.codeActionsOnSave` names. */
const fixAllKind = `${CodeActionKind.SourceFixAll}.posthogApps`;

/** Whether the client asks for actions of this kind, or of one that contains it, alone. */
function isAskedFor({ context: { only } }: CodeActionParams, kind: string): boolean {
  return only?.some((wanted) => kind === wanted || kind.startsWith(`${wanted}.`)) === true;
}

interface CheckedFile {
  readonly app: App;
  readonly path: string;
  readonly engine: Engine;
  readonly program: AppProgram;
}

/** A file that findings can be in: code of an app, or its plugin.json. */
async function checkedFile(context: ServerContext, uri: string): Promise<CheckedFile | undefined> {
  await context.apps.ready();
  const path = uriToPath(uri);
  const app = path === undefined ? undefined : context.apps.appOf(path);
  if (path === undefined || app === undefined) return undefined;
  if (path !== app.manifestPath && !isAppSource(app, path)) return undefined;
  const engine = await context.engine();
  return { app, path, engine, program: engine.serviceOf(app).program() };
}

async function fixAllActions(
  context: ServerContext,
  { textDocument }: CodeActionParams,
): Promise<CodeAction[]> {
  const checked = await checkedFile(context, textDocument.uri);
  if (checked === undefined) return [];
  const { app, engine, path, program } = checked;
  const levels = await context.lint.levelsFor(app.root);
  const findings = engine.findings(app, levels).filter(({ span }) => span.file === path);
  const edits = safeChanges(findings)
    .filter(({ span }) => span.file === path)
    .map(({ span, newText }) => ({ range: spanToRange(span, program), newText }));
  if (edits.length === 0) return [];
  return [
    {
      title: 'Fix All PostHog Apps Problems',
      kind: fixAllKind,
      edit: { changes: { [textDocument.uri]: edits } },
    },
  ];
}

async function findingActions(
  context: ServerContext,
  { textDocument, range }: CodeActionParams,
): Promise<CodeAction[]> {
  const checked = await checkedFile(context, textDocument.uri);
  if (checked === undefined) return [];
  const { app, engine, path, program } = checked;
  const levels = await context.lint.levelsFor(app.root);
  const isAsked = (place: Span): boolean =>
    place.file === path && overlaps(spanToRange(place, program), range);
  const asked = engine.findings(app, levels).filter((finding) => placesOf(finding).some(isAsked));
  // Where several are told at one place, one of them is mended first: the most severe.
  const mended = asked
    .filter(({ fixes: [first] }) => first !== undefined && first.isIgnoring !== true)
    .toSorted((one, other) => severities.indexOf(one.severity) - severities.indexOf(other.severity));
  const tellingOf = toldByEditor(context, engine, app, levels);
  const types = new EditorTypes(context, app, engine.serviceOf(app), path);
  const isFirst = (finding: Finding): boolean =>
    mended.find(({ span }) => touches(span, finding.span)) === finding;
  // The editor offers the same at its error, and names the place of each.
  const isAwaitOfEditor = (finding: Finding): boolean =>
    finding.rule === missingAwait &&
    tellingOf(finding) === 'all' &&
    placesOf(finding).some((place) => {
      const file = program.program.getSourceFile(place.file);
      const node = file === undefined ? undefined : nodeBefore(file, place.start + 1);
      return isAsked(place) && node !== undefined && isAwaitOffered(node, types);
    });
  return asked.flatMap((finding) => {
    const diagnostic = findingToDiagnostic(finding, program, context.host.assets.ruleDocs);
    return [
      ...(isAwaitOfEditor(finding)
        ? []
        : finding.fixes.map((fix, index) => toAction(diagnostic, fix, index === 0 && isFirst(finding)))),
      ...loopRunActions(app, finding, diagnostic),
      // A comment of ours does not end what the editor says.
      ...(tellingOf(finding) === undefined ? ignoreActions(app, finding, diagnostic) : []),
    ];
  });

  function toAction(diagnostic: Diagnostic, fix: Fix, isPreferred: boolean): CodeAction {
    const changes: Record<string, TextEdit[]> = {};
    for (const { span, newText } of fix.changes) {
      (changes[pathToUri(span.file)] ??= []).push({ range: spanToRange(span, program), newText });
    }
    return {
      title: fix.title,
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnostic],
      isPreferred,
      edit: { changes },
    };
  }
}

function placesOf({ also = [], span }: Finding): readonly Span[] {
  return [span, ...also];
}

const missingAwait = codeOf('missing-await');

const severities: readonly Finding['severity'][] = ['error', 'warning', 'information', 'hint'];

function touches(one: Span, other: Span): boolean {
  return one.start <= other.start + other.length && other.start <= one.start + one.length;
}

async function manifestActions(
  context: ServerContext,
  { textDocument, range, context: { diagnostics } }: CodeActionParams,
): Promise<CodeAction[]> {
  await context.apps.ready();
  const path = uriToPath(textDocument.uri);
  const document = context.documents.get(textDocument.uri);
  const app = context.apps.list().find(({ manifestPath }) => manifestPath === path);
  const problem = app?.manifest.problem;
  if (document === undefined || problem?.mending === null || problem?.mending === undefined) return [];
  const { mending } = problem;
  // The editor's own support of JSON reports the mistake where it comes to it, which may be the word behind.
  const isAsked =
    diagnostics.length > 0 ||
    [problem, ...problem.others].some(({ start, length }) =>
      overlaps({ start: document.positionAt(start), end: document.positionAt(start + length) }, range),
    );
  if (!isAsked) return [];
  const edit = {
    range: {
      start: document.positionAt(mending.start),
      end: document.positionAt(mending.start + mending.length),
    },
    newText: mending.newText,
  };
  return [
    {
      title: mending.title,
      kind: CodeActionKind.QuickFix,
      diagnostics,
      isPreferred: true,
      edit: { changes: { [textDocument.uri]: [edit] } },
    },
  ];
}

function overlaps(first: Range, second: Range): boolean {
  return !isBefore(first.end, second.start) && !isBefore(second.end, first.start);
}

function isBefore(first: Range['start'], second: Range['start']): boolean {
  return first.line < second.line || (first.line === second.line && first.character < second.character);
}
