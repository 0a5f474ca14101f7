/** Asks for the app that the panel shows, or for several in the order in which they run. */
import * as vscode from 'vscode';
import type { AppInfo } from '../../protocol/lsp.ts';
import type { Services } from '../services.ts';
import { chainStep, isOfChain, runChain } from './appChain.ts';
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
  if (apps !== undefined) await runSeveral(apps, session, services);
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
    });
    if (picked === undefined) return undefined;
    if (picked.app === undefined) return chosen;
    chosen.push(picked.app);
  }
  return chosen;
}

async function runSeveral(apps: readonly AppInfo[], session: RunSession, services: Services): Promise<void> {
  const [first] = apps;
  if (first === undefined) return;
  // The event that the panel has for the first app; processEvent gets the most of it.
  const event = await services.inputs.value(first.rootUri, 'processEvent');
  const records = await runChain(
    apps,
    event,
    async ({ rootUri }, entryPoint, input) => {
      await session.select({ rootUri, entryPoint });
      return session.runWith(input);
    },
    new Date(),
  );
  await session.showChain(records.map(chainStep));
}

function itemOf(app: AppInfo): Item {
  const description = vscode.workspace.asRelativePath(vscode.Uri.parse(app.rootUri));
  return { label: withoutIcons(app.name), description, app };
}
