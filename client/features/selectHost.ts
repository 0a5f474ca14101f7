/** Chooses the host that runs talk to. */
import * as vscode from 'vscode';
import { cloudHosts, parseHostSetting } from '../../platform/hosts.ts';
import { commands } from '../contributions.ts';
import { hostValue } from '../knownHosts.ts';
import type { Services } from '../services.ts';
import { effectiveValue } from '../environmentKey.ts';
import { shownAccess } from '../panel/runRequest.ts';
import { offerProject, selectProject } from './selectProject.ts';
import { pickFrom } from '../quickPick.ts';
import { onDidChangeSettings, readLayers, writeSetting } from '../settings.ts';

interface HostItem extends vscode.QuickPickItem {
  /** Value of the setting; undefined asks for an address. */
  readonly value?: string;
  /** What else can be done there. */
  readonly command?: 'test' | 'project';
}

/** Remembers each host that is set, by whatever way, so that it stays in the lists. */
export function register({ hosts, output }: Services): vscode.Disposable {
  let work = Promise.resolve();
  const remember = (): void => {
    work = work
      .then(() => hosts.remember(readLayers('host')))
      .catch((error: unknown) => output.error(`The host could not be remembered: ${String(error)}`));
  };
  remember();
  return onDidChangeSettings(remember);
}

export async function selectHost(services: Services): Promise<void> {
  const current = hostValue(effectiveValue(readLayers('host')).value);
  const items = await hostItems(current, services);
  const picked = await pickFrom(items, {
    title: 'Host for Runs',
    placeHolder: 'What should posthog.capture and posthog.api talk to?',
    active: items.find(({ value }) => value === current && value !== undefined),
    onButton: async ({ value = '' }) => {
      await services.hosts.forget(value);
      return hostItems(current, services);
    },
  });
  if (picked === undefined) return;
  if (picked.command === 'test') return void vscode.commands.executeCommand(commands.testConnection);
  if (picked.command === 'project') return selectProject(services);
  const value = picked.value ?? (await askAddress());
  if (value === undefined) return;
  await writeSetting('host', value);
  if (hostValue(value) !== current) await offerProject(services);
}

async function hostItems(current: string | undefined, services: Services): Promise<readonly HostItem[]> {
  const names = { us: 'US cloud', eu: 'EU cloud', local: 'Local', custom: '' } as const;
  // The room of the mark is kept, so that names stand below each other.
  const mark = (value: string): string => (value === current ? '$(check) ' : '$(blank) ');
  const own = await services.hosts.list();
  const withKey = await services.keys.personalOrigins();
  const keyNote = 'Has a personal API key';
  const forget = { iconPath: new vscode.ThemeIcon('close'), tooltip: 'Remove from the List' };
  return [
    {
      label: `${mark('local')}Local`,
      description: 'Answers in memory; nothing is sent',
      value: 'local',
    },
    ...cloudHosts.map(({ kind, api }) => ({
      label: mark(kind) + names[kind],
      description: withKey.has(api) ? `${api} · ${keyNote}` : api,
      value: kind,
    })),
    { label: 'Your hosts', kind: vscode.QuickPickItemKind.Separator },
    ...own.map(({ origin, hasKey }) => ({
      label: mark(origin) + origin,
      value: origin,
      ...(hasKey ? { description: keyNote } : {}),
      buttons: hasKey || origin === current ? [] : [forget],
    })),
    { label: '$(add) Other Address…', description: 'A PostHog that you host yourself' },
    { label: 'The chosen host', kind: vscode.QuickPickItemKind.Separator },
    ...projectItem(services),
    {
      label: '$(plug) Test Connection',
      description: 'Asks whether it answers and takes the keys; writes nothing',
      command: 'test',
    },
  ];
}

/** Nothing while the embedded host is chosen, which has one project. */
function projectItem({ projectNames }: Services): readonly HostItem[] {
  const { access } = shownAccess();
  if (access.host.kind === 'local') return [];
  const description = projectNames.describe(access) ?? 'None is set';
  return [{ label: '$(project) Select Project…', description, command: 'project' }];
}

async function askAddress(): Promise<string | undefined> {
  const value = await vscode.window.showInputBox({
    title: 'Address of Your PostHog',
    placeHolder: 'https://posthog.example.com',
    ignoreFocusOut: true,
    validateInput: (text) => {
      if (text.trim() === '') return 'Write an address, or press Escape to keep the host.';
      const parsed = parseHostSetting(text);
      return parsed.ok ? null : parsed.message;
    },
  });
  return value?.trim();
}
