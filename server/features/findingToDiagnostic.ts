/** A finding of a rule in the shape of the protocol: the chain of calls becomes numbered related locations, in order. */
import {
  type Diagnostic,
  type DiagnosticRelatedInformation,
  DiagnosticSeverity,
  type Range,
} from 'vscode-languageserver';
import type ts from 'typescript';
import type { Finding, Severity, Span } from '../analysis/finding.ts';
import { joinPath, nameOf, pathToUri } from '../uris.ts';

export const diagnosticSource = 'PostHog Apps';

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** @param ruleDocs folder with a page for each rule. */
export function findingToDiagnostic(finding: Finding, program: ts.Program, ruleDocs: string): Diagnostic {
  const { rule, severity, span, message, chain, guard } = finding;
  return {
    range: spanToRange(span, program),
    severity: severities[severity],
    code: rule,
    codeDescription: { href: pathToUri(joinPath(ruleDocs, `${nameOf(rule)}.md`)) },
    source: diagnosticSource,
    message,
    relatedInformation: [
      ...chain.map((step, index) => related(step.span, `${index + 1}. ${step.function}`, program)),
      ...(guard === null ? [] : [related(guard.span, `Guard: ${guard.text}`, program)]),
    ],
  };
}

function related(span: Span, message: string, program: ts.Program): DiagnosticRelatedInformation {
  return { location: { uri: pathToUri(span.file), range: spanToRange(span, program) }, message };
}

/** Range of a span; the begin of the file when the program does not have it. */
export function spanToRange({ file, start, length }: Span, program: ts.Program): Range {
  const source = program.getSourceFile(file);
  if (source === undefined) return { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  const limit = source.text.length;
  return {
    start: source.getLineAndCharacterOfPosition(Math.min(start, limit)),
    end: source.getLineAndCharacterOfPosition(Math.min(start + length, limit)),
  };
}
