/**
 * Asks the editor's own JavaScript and TypeScript support whether it knows a global name. There is no API for that, so
 * the question is what it would suggest where any name may stand: at the very begin of the document.
 */
import * as vscode from 'vscode';

/** What the editor knows of a name: nothing is known of anything when no support is there. */
export type BuiltInKnowledge = 'known' | 'unknown' | 'no support';

/** A name that every JavaScript support knows. */
const proofOfSupport = 'Array';

/**
 * While a project loads, a quick question is answered from the open files alone; a certain one waits for the project.
 */
export type Certainty = 'quick' | 'certain';

/** Asks whether the editor's own support knows a global name in a document. */
export async function askBuiltIn(
  document: vscode.TextDocument,
  name: string,
  certainty: Certainty,
): Promise<BuiltInKnowledge> {
  const names = (await askTypeScriptServer(document, certainty)) ?? (await askProviders(document));
  if (names.has(name)) return 'known';
  return names.has(proofOfSupport) ? 'unknown' : 'no support';
}

interface CompletionInfo {
  readonly success?: boolean;
  readonly body?: {
    readonly entries: readonly {
      readonly name: string;
      readonly kind: string;
      /** What would have to be imported for it. */
      readonly source?: string;
    }[];
  };
}

/**
 * The precise way: TypeScript's server answers by itself.
 *
 * @returns undefined when the editor has no such server, or it does not answer.
 */
async function askTypeScriptServer(
  document: vscode.TextDocument,
  certainty: Certainty,
): Promise<ReadonlySet<string> | undefined> {
  const answer = await sendToTypeScript<CompletionInfo>(
    'completionInfo',
    { file: document.uri, line: 1, offset: 1, includeExternalModuleExports: false },
    // VS Code runs a second, smaller server beside the semantic one, which is number 0.
    certainty === 'certain' ? { executionTarget: 0 } : undefined,
  );
  const entries = answer?.body?.entries;
  if (entries === undefined) return undefined;
  // `warning` is TypeScript's kind for words of the file that it knows nothing about.
  // What has a source is no global yet: choosing it would import it, as `posthog` of posthog-js.
  return new Set(
    entries.flatMap(({ name, kind, source }) => (kind === 'warning' || source !== undefined ? [] : name)),
  );
}

/**
 * Sends a request to the editor's own TypeScript server, which is told of all open documents first.
 *
 * @returns undefined when the editor has no such server, or it does not answer.
 */
export async function sendToTypeScript<Answer>(
  request: string,
  parameters: object,
  options?: object,
): Promise<Answer | undefined> {
  try {
    return await vscode.commands.executeCommand<Answer | undefined>(
      'typescript.tsserverRequest',
      request,
      parameters,
      options,
    );
  } catch {
    // The command is not there: an older editor, or one with another TypeScript support.
    return undefined;
  }
}

/** How many questions about a document wait for what all extensions suggest. */
const waiting = new Map<string, number>();

/** Whether suggestions are asked for by us, who want to know what others suggest: then our server must not answer. */
export function isOurQuestion({ uri }: vscode.TextDocument, position: vscode.Position): boolean {
  return position.line === 0 && position.character === 0 && (waiting.get(uri.toString()) ?? 0) > 0;
}

/** The general way: what all extensions suggest. */
async function askProviders({ uri }: vscode.TextDocument): Promise<ReadonlySet<string>> {
  const key = uri.toString();
  waiting.set(key, (waiting.get(key) ?? 0) + 1);
  const list = await vscode.commands
    .executeCommand<vscode.CompletionList | undefined>(
      'vscode.executeCompletionItemProvider',
      uri,
      new vscode.Position(0, 0),
    )
    .then(
      (found) => found,
      () => undefined,
    );
  const left = (waiting.get(key) ?? 1) - 1;
  if (left > 0) waiting.set(key, left);
  else waiting.delete(key);
  return new Set(
    (list?.items ?? []).flatMap(({ label, kind }) =>
      kind === vscode.CompletionItemKind.Text || kind === vscode.CompletionItemKind.Snippet
        ? []
        : typeof label === 'string'
          ? label
          : // Behind the name stands what would have to be imported for it.
            (label.description ?? '') === ''
            ? label.label
            : [],
    ),
  );
}
