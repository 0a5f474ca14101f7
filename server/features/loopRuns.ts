/** Runs and debugs an app with the event that a loop warning was proved with: the finding's witness. */
import type { CodeAction, Diagnostic } from 'vscode-languageserver';
import { lifecycleExport } from '../../platform/lifecycle.ts';
import { type CodePlace, debugAppCommand, runAppCommand } from '../../protocol/lsp.ts';
import type { App } from '../analysis/appFolder.ts';
import type { Finding } from '../analysis/finding.ts';
import { pathToUri } from '../uris.ts';

/** None for a finding without a witness, and where no export of the app takes the event. */
export function loopRunActions(app: App, finding: Finding, diagnostic: Diagnostic): readonly CodeAction[] {
  const { witness } = finding;
  const entryPoint = finding.entryPoints.find((name) => kindOf(name) !== undefined);
  const name = witness?.['event'];
  if (typeof name !== 'string' || entryPoint === undefined) return [];
  // A witness says only what matters to the loop; whoever runs the app completes it.
  const event = { ...witness, event: name };
  const input = kindOf(entryPoint) === 'events' ? [event] : event;
  const args = [pathToUri(app.root), entryPoint, input];
  // The debugger stops where the event is captured: that is what the warning is about.
  const place: CodePlace = { uri: pathToUri(finding.span.file), ...diagnostic.range.start };
  const what = finding.grade === 'loops' ? 'an Event That Loops' : 'an Event That May Loop';
  return [
    action(`Run with ${what}`, runAppCommand, args),
    action(`Debug with ${what}`, debugAppCommand, [...args, place]),
  ];

  function action(title: string, command: string, list: readonly unknown[]): CodeAction {
    return {
      title,
      kind: 'quickfix',
      diagnostics: [diagnostic],
      command: { title, command, arguments: [...list] },
    };
  }
}

function kindOf(entryPoint: string): 'event' | 'events' | undefined {
  const input = lifecycleExport(entryPoint)?.input;
  return input === 'event' || input === 'events' ? input : undefined;
}
