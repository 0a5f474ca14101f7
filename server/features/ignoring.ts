/** A comment with a reason for findings that are fine as they are. The reason is asked for by the client. */
import type { CodeAction, Diagnostic } from 'vscode-languageserver';
import { type FindingToIgnore, ignoreFindingCommand } from '../../protocol/lsp.ts';
import type { App } from '../analysis/appFolder.ts';
import type { Finding } from '../analysis/finding.ts';
import { suppressionCode } from '../rules/suppressions.ts';
import { pathToUri } from '../uris.ts';

/** None for a loop that is certain, for what is wrong with such a comment itself, and in plugin.json, which has no comments. */
export function ignoreActions(
  app: App,
  { grade, rule, span }: Finding,
  diagnostic: Diagnostic,
): readonly CodeAction[] {
  if (grade === 'loops' || rule === suppressionCode || span.file === app.manifestPath) return [];
  const title = 'Ignore with a Reason…';
  const finding: FindingToIgnore = {
    uri: pathToUri(span.file),
    line: diagnostic.range.start.line,
    rule: rule.replace(/^.*\//, ''),
  };
  return [
    {
      title,
      kind: 'quickfix',
      diagnostics: [diagnostic],
      command: { title, command: ignoreFindingCommand, arguments: [finding] },
    },
  ];
}
