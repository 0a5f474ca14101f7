/** Asks for the app that the panel shows, or for several in the order in which they run. */
import * as vscode from 'vscode';
import type { AppInfo } from '../../protocol/lsp.ts';
import type { Services } from '../services.ts';
import { chainEntryPoint, isOfChain } from './appChain.ts';
import type { RunSession } from './runSession.ts';
import { withoutIcons } from '../plainText.ts';

type Item = vscode.QuickPickItem & { readonly app?: AppInfo };

export async function selectApp(session: RunSession, services: Services): Promise<void> {
  const { known } = services.apps;
  const several: Item = {
    label: '$(list-ordered) Several Apps in Order…',
    description: 'the event through one after the other, as in PostHog',
  };
  const canChain = known.filter(isOfChain).length > 1;
  const picked = await vscode.window.showQuickPick<Item>(
    [...known.map(itemOf), ...(canChain ? [several] : [])],
    { placeHolder: 'App to run', matchOnDescription: true },
  );
  if (picked === undefined) return;
  if (picked.app !== undefined) return session.select({ rootUri: picked.app.rootUri, entryPoint: null });
  const apps = await chooseSeveral(known.filter(isOfChain));
  const [first] = apps ?? [];
  if (apps === undefined || first === undefined) return;
  // It stays chosen: Run, Watch and Replay repeat the chain.
  const roots = apps.map(({ rootUri }) => rootUri);
  await session.select({ rootUri: first.rootUri, entryPoint: chainEntryPoint, apps: roots });
  await session.start();
}

/** One after the other: the order is that of choosing. */
async function chooseSeveral(apps: readonly AppInfo[]): Promise<readonly AppInfo[] | undefined> {
  const chosen: AppInfo[] = [];
  while (chosen.length < apps.length) {
    const done: Item = {
      label: `$(play) Run ${withoutIcons(chosen.map(({ name }) => name).join(' → '))}`,
      description: 'these, in this order',
    };
    const rest = apps.filter((app) => !chosen.includes(app)).map(itemOf);
    const picked = await vscode.window.showQuickPick<Item>([...(chosen.length < 2 ? [] : [done]), ...rest], {
      placeHolder: chosen.length === 0 ? 'The first app' : 'The next app',
      matchOnDescription: true,
      // What was chosen so far is not lost by a look at the code, nor by the focus that goes back to the panel.
      ignoreFocusOut: true,
    });
    if (picked === undefined) return undefined;
    if (picked.app === undefined) return chosen;
    chosen.push(picked.app);
  }
  return chosen;
}

function itemOf(app: AppInfo): Item {
  const description = vscode.workspace.asRelativePath(vscode.Uri.parse(app.rootUri));
  return { label: withoutIcons(app.name), description, app };
}
