/** Chooses the host that runs talk to. */
import * as vscode from 'vscode';
import { cloudHosts, parseHostSetting } from '../../platform/hosts.ts';
import { commands } from '../contributions.ts';
import type { Services } from '../services.ts';
import { effectiveValue } from '../environmentKey.ts';
import { shownAccess } from '../panel/runRequest.ts';
import { offerProject, selectProject } from './selectProject.ts';
import { pickFrom } from '../quickPick.ts';
import { readLayers, writeSetting } from '../settings.ts';

interface HostItem extends vscode.QuickPickItem {
  /** Value of the setting; undefined asks for an address. */
  readonly value?: string;
  /** What else can be done there. */
  readonly command?: 'test' | 'project';
}

const recentKey = 'recentHosts';
const mostRecent = 5;

export async function selectHost(services: Services): Promise<void> {
  const current = effectiveValue(readLayers('host')).value || 'local';
  const items = hostItems(current, services);
  const picked = await pickFrom(items, {
    title: 'Host for Runs',
    placeHolder: 'What should posthog.capture and posthog.api talk to?',
    active: items.find(({ value }) => value === current),
  });
  if (picked === undefined) return;
  if (picked.command === 'test') return void vscode.commands.executeCommand(commands.testConnection);
  if (picked.command === 'project') return selectProject(services);
  const value = picked.value ?? (await askAddress());
  if (value === undefined) return;
  await remember(services, value);
  await writeSetting('host', value);
  if (value !== current) await offerProject(services);
}

function hostItems(current: string, services: Services): readonly HostItem[] {
  const names = { us: 'US cloud', eu: 'EU cloud', local: 'Local', custom: '' } as const;
  const mark = (value: string): string => (value === current ? '$(check) ' : '');
  const own = [...new Set([...recentHosts(services), ...(isOwn(current) ? [current] : [])])];
  return [
    {
      label: `${mark('local')}Local`,
      description: 'Answers in memory; nothing is sent',
      value: 'local',
    },
    ...cloudHosts.map(({ kind, api }) => ({
      label: mark(kind) + names[kind],
      description: api,
      value: kind,
    })),
    ...(own.length === 0 ? [] : [{ label: 'Your hosts', kind: vscode.QuickPickItemKind.Separator }]),
    ...own.map((value) => ({ label: mark(value) + value, value })),
    { label: '', kind: vscode.QuickPickItemKind.Separator },
    ...projectItem(services),
    {
      label: '$(plug) Test Connection',
      description: 'Asks the chosen host; writes nothing',
      command: 'test',
    },
    { label: '$(add) Other Address…', description: 'A PostHog that you host yourself' },
  ];
}

/** Nothing while the embedded host is chosen, which has one project. */
function projectItem({ projectNames }: Services): readonly HostItem[] {
  const { access } = shownAccess();
  if (access.host.kind === 'local') return [];
  const description = projectNames.describe(access) ?? 'None is set';
  return [{ label: '$(project) Select Project…', description, command: 'project' }];
}

function isOwn(value: string): boolean {
  const parsed = parseHostSetting(value);
  return parsed.ok && parsed.host.kind === 'custom';
}

async function askAddress(): Promise<string | undefined> {
  const value = await vscode.window.showInputBox({
    title: 'Address of Your PostHog',
    placeHolder: 'https://posthog.example.com',
    ignoreFocusOut: true,
    validateInput: (text) => {
      if (text.trim() === '') return null;
      const parsed = parseHostSetting(text);
      return parsed.ok ? null : parsed.message;
    },
  });
  const text = value?.trim() ?? '';
  return text === '' ? undefined : text;
}

function recentHosts({ context }: Services): readonly string[] {
  return context.globalState.get<readonly string[]>(recentKey) ?? [];
}

async function remember(services: Services, value: string): Promise<void> {
  if (!isOwn(value)) return;
  const others = recentHosts(services).filter((recent) => recent !== value);
  await services.context.globalState.update(recentKey, [value, ...others].slice(0, mostRecent));
}
