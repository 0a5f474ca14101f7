/** A finding of a rule in the shape of the protocol: the chain of calls becomes numbered related locations, in order. */
import {
  type Diagnostic,
  type DiagnosticRelatedInformation,
  DiagnosticSeverity,
  type Range,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { AppProgram } from '../analysis/appProgram.ts';
import type { ChainStep, Finding, Severity, Span } from '../analysis/finding.ts';
import { joinPath, nameOf, pathToUri } from '../uris.ts';

export const diagnosticSource = 'PostHog Apps';

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** @param ruleDocs folder with a page for each rule. */
export function findingToDiagnostic(finding: Finding, app: AppProgram, ruleDocs: string): Diagnostic {
  const {
    also = [],
    rule,
    grade,
    severity,
    span,
    message,
    chain,
    guard,
    passed,
    round = [],
    witness,
  } = finding;
  return {
    range: spanToRange(span, app),
    severity: severities[severity],
    code: rule,
    codeDescription: { href: pathToUri(joinPath(ruleDocs, `${nameOf(rule)}.md`)) },
    source: diagnosticSource,
    message,
    // For the run panel, which says of a captured event whether it comes back.
    ...(grade === null ? {} : { data: { grade } }),
    relatedInformation: [
      ...also.map((one) => related(one, 'Here, too', app)),
      ...[...chain, ...round].map((step, index) => relatedStep(step, `${index + 1}. ${step.function}`, app)),
      ...(guard === null
        ? []
        : [related(guard.span, `${grade === 'ends' ? 'Guard' : 'Depends on'}: ${guard.text}`, app)]),
      ...(passed === undefined ? [] : [related(passed.span, `Does not stop it: ${passed.text}`, app)]),
      ...(witness === null
        ? []
        : [related(chain[0]?.span ?? span, `Begins with ${shortJson(witness)}`, app)]),
    ],
  };
}

const longestWitness = 200;

function shortJson(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length <= longestWitness ? text : `${text.slice(0, longestWitness - 1)}…`;
}

function relatedStep(
  { elsewhere, span }: ChainStep,
  message: string,
  app: AppProgram,
): DiagnosticRelatedInformation {
  if (elsewhere === undefined) return related(span, message, app);
  return { location: { uri: pathToUri(span.file), range: { start: elsewhere, end: elsewhere } }, message };
}

function related(span: Span, message: string, app: AppProgram): DiagnosticRelatedInformation {
  return { location: { uri: pathToUri(span.file), range: spanToRange(span, app) }, message };
}

const manifests = new WeakMap<AppProgram, TextDocument>();

/** A document works out its lines once. */
function manifestDocument(app: AppProgram): TextDocument {
  let document = manifests.get(app);
  if (document === undefined) {
    document = TextDocument.create('', 'json', 0, app.manifestText);
    manifests.set(app, document);
  }
  return document;
}

/** Range of a span in a file of the app or in its plugin.json; the begin of the file when the app does not have it. */
export function spanToRange({ file, start, length }: Span, app: AppProgram): Range {
  if (file === app.manifestPath) {
    const document = manifestDocument(app);
    return { start: document.positionAt(start), end: document.positionAt(start + length) };
  }
  const source = app.program.getSourceFile(file);
  if (source === undefined) return { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  const limit = source.text.length;
  return {
    start: source.getLineAndCharacterOfPosition(Math.min(start, limit)),
    end: source.getLineAndCharacterOfPosition(Math.min(start + length, limit)),
  };
}
