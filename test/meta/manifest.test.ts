import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commands, contextKeys, inputScheme } from '../../client/contributions.ts';
import { parseHostName } from '../../platform/hostNames.ts';
import { cloudHosts } from '../../platform/hosts.ts';
import { lifecycleExports } from '../../platform/lifecycle.ts';
import { flowViewType } from '../../protocol/eventFlowMessages.ts';
import { panelViewType } from '../../protocol/panel.ts';
import { ruleTable } from '../../protocol/rules.ts';
import { type SettingDefinition, settings, settingsSection } from '../../protocol/settings.ts';

interface Property {
  readonly type: string | readonly string[];
  readonly default: unknown;
  readonly scope: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
  readonly patternErrorMessage?: string;
  readonly enum?: readonly string[];
  readonly enumDescriptions?: readonly string[];
  readonly description?: string;
  readonly markdownDescription?: string;
  readonly items?: { readonly pattern: string };
  readonly anyOf?: readonly {
    readonly enum?: readonly string[];
    readonly enumDescriptions?: readonly string[];
  }[];
}

interface Manifest {
  readonly activationEvents: readonly string[];
  readonly capabilities: {
    readonly untrustedWorkspaces: { readonly supported: string; readonly restrictedConfigurations: string[] };
    readonly virtualWorkspaces: { readonly supported: boolean; readonly description: string };
  };
  readonly contributes: {
    readonly commands: readonly {
      readonly command: string;
      readonly category: string;
      readonly icon?: string;
    }[];
    readonly menus: {
      readonly [menu: string]: readonly { readonly command: string; readonly when?: string }[];
    };
    readonly keybindings: readonly { readonly command: string; readonly when?: string }[];
    readonly debuggers: readonly { readonly when?: string }[];
    readonly configurationDefaults: { readonly [key: string]: unknown };
    /** A section of the settings page each. */
    readonly configuration: readonly {
      readonly title: string;
      readonly properties: { readonly [key: string]: Property };
    }[];
  };
}

const root = join(import.meta.dirname, '../..');
const text = await readFile(join(root, 'package.json'), 'utf8');
const manifest = JSON.parse(text) as Manifest;
const { contributes, capabilities } = manifest;
const sections = contributes.configuration;
const properties = Object.assign({}, ...sections.map((section) => section.properties)) as {
  readonly [key: string]: Property;
};

function patternOf(key: string): RegExp {
  return new RegExp(properties[`${settingsSection}.${key}`]?.pattern ?? '', 'u');
}

/** What stands behind the prefix of a key. */
const random = '8Jq2Lm4Nv6Rt1Ws3Xy5Zb7Cd9Fg0Hk';

describe('settings', () => {
  it('are those of the table', () => {
    expect(Object.keys(properties)).toEqual(
      expect.arrayContaining(Object.keys(settings).map((key) => `${settingsSection}.${key}`)),
    );
    expect(Object.keys(properties)).toHaveLength(Object.keys(settings).length);
  });

  it('stand in sections with names, each once, in the order that people look for them', () => {
    expect(sections.map(({ title }) => title)).toEqual(['Host and Keys', 'Runs', 'Rules', 'Troubleshooting']);
    const keys = sections.flatMap((section) => Object.keys(section.properties));
    expect(keys).toHaveLength(new Set(keys).size);
  });

  it.each(Object.entries<SettingDefinition<unknown>>(settings))(
    '%s is as in the table, and described',
    (key, definition) => {
      const property = properties[`${settingsSection}.${key}`];
      expect(property).toMatchObject({
        type: definition.type === 'id' ? ['integer', 'null'] : definition.type,
        default: definition.default,
        scope: definition.scope,
      });
      expect([property?.minimum, property?.maximum]).toEqual([definition.minimum, definition.maximum]);
      expect(property?.enum).toEqual(definition.values);
      expect(property?.enumDescriptions?.length).toBe(property?.enum?.length);
      expect(property?.markdownDescription ?? property?.description).toMatch(/\.$/);
    },
  );

  it.each([
    [
      'host',
      [
        'local',
        'us',
        ' https://posthog.example.com ',
        'https://posthog.example.com/',
        'eu.posthog.com',
        'http://localhost:8010',
      ],
    ],
    ['projectApiKey', ['', `phc_${random}`, '${env:NAME}', `${random}${random}`.slice(0, 43)]],
    ['personalApiKey', ['', '${env:NAME}']],
  ])('%s takes what it should', (key, values) => {
    for (const value of values) expect(value).toMatch(patternOf(key));
  });

  it.each([
    [
      'host',
      [
        '',
        'moon',
        'US',
        'posthog.example.com',
        'ftp://a',
        'phx_abcdefgh',
        'https://a:b@c',
        'https://us.posthog.com/project/12',
      ],
    ],
    ['projectApiKey', ['phx_abc', ' phs_abc', 'phc_x', 'hello', `phx_${random}`]],
    ['personalApiKey', ['phx_abc', '$NAME', '${env:A}b']],
  ])('%s is marked in the editor where it is wrong, with what to write', (key, values) => {
    for (const value of values) expect(value).not.toMatch(patternOf(key));
    expect(properties[`${settingsSection}.${key}`]?.patternErrorMessage).toMatch(/\.$/);
  });

  it('suggest the hosts that have a name, each with what it is', () => {
    const [named] = properties[`${settingsSection}.host`]?.anyOf ?? [];
    expect(named?.enum).toEqual(['local', ...cloudHosts.map(({ kind }) => kind)]);
    expect(named?.enumDescriptions?.length).toBe(named?.enum?.length);
  });

  it.each([
    ['posthog.internal', true],
    ['posthog.internal:8000', true],
    ['10.0.0.7', true],
    ['[fd00::1]:8000', true],
    ['*', false],
    ['http://posthog.internal', false],
    ['posthog.internal/x', false],
    ['a b', false],
    ['', false],
  ])('mark a name of a host as its reader does: %s', (name, isName) => {
    const { pattern = '' } = properties[`${settingsSection}.allowInsecureHosts`]?.items ?? {};
    expect(new RegExp(pattern, 'u').test(name)).toBe(isName);
    expect(parseHostName(name) !== undefined).toBe(isName);
  });

  it('link to settings and commands that exist', () => {
    const described = JSON.stringify(properties);
    const linked = [...described.matchAll(/#([\w.-]+)#/g)].map(([, key]) => key);
    expect(linked.length).toBeGreaterThan(0);
    for (const key of linked) expect(Object.keys(properties)).toContain(key);
    const called = [...described.matchAll(/\(command:([\w.]+)\)/g)].map(([, id]) => id);
    for (const id of called) expect(Object.values(commands)).toContain(id);
  });

  it('that say where a request goes are not read from an untrusted workspace', () => {
    const restricted = Object.entries(settings).flatMap(([key, definition]) =>
      definition.restricted ? `${settingsSection}.${key}` : [],
    );
    expect(capabilities.untrustedWorkspaces.supported).toBe('limited');
    expect(capabilities.untrustedWorkspaces.restrictedConfigurations.toSorted()).toEqual(
      restricted.toSorted(),
    );
  });

  it('are each explained in docs/settings.md', async () => {
    const page = await readFile(join(root, 'docs/settings.md'), 'utf8');
    const rules = new Set(ruleTable.map(({ name }) => `lint.${name}`));
    for (const key of Object.keys(settings)) {
      if (!rules.has(key)) expect(page).toContain(`\`${key}\``);
    }
    expect(page).toContain('(rules/README.md)');
  });
});

describe('commands', () => {
  it('are those that the client registers', () => {
    const contributed = contributes.commands.map(({ command }) => command);
    expect(contributed.toSorted()).toEqual(Object.values(commands).toSorted());
  });

  it('belong to one category, and menus and keys name no others', () => {
    expect(new Set(contributes.commands.map(({ category }) => category))).toEqual(new Set(['PostHog Apps']));
    const used = [...Object.values(contributes.menus).flat(), ...contributes.keybindings];
    for (const { command, when } of used) {
      expect(Object.values(commands)).toContain(command);
      expect(when).toBeDefined();
    }
  });

  it('have an icon where they are shown as a button', () => {
    const shown = (contributes.menus['editor/title'] ?? []).map(({ command }) => command);
    for (const { command, icon } of contributes.commands) {
      if (shown.includes(command)) expect(icon).toMatch(/^\$\([\w-]+\)$/);
    }
  });
});

it('has its debugger wherever there is an app: launch.json itself belongs to none', () => {
  expect(contributes.debuggers.map(({ when }) => when)).toEqual([contextKeys.hasApps]);
});

it('has the group of the run panel and the event flow locked, unless the user wants it otherwise', () => {
  expect(contributes.configurationDefaults['workbench.editor.autoLockGroups']).toEqual({
    [`mainThreadWebview-${panelViewType}`]: true,
    [`mainThreadWebview-${flowViewType}`]: true,
    // What an extension has here takes the place of what the editor has.
    terminalEditor: true,
    'mainThreadWebview-simpleBrowser.view': true,
    'mainThreadWebview-browserPreview': true,
    'workbench.editor.processExplorer': true,
  });
});

it('has a schema for the input of each export that takes events', () => {
  const { jsonValidation } = (
    JSON.parse(text) as {
      readonly contributes: {
        readonly jsonValidation: readonly {
          readonly fileMatch: string | readonly string[];
          readonly url: string;
        }[];
      };
    }
  ).contributes;
  const matched = (name: string): string | undefined =>
    jsonValidation.find(({ fileMatch }) => [fileMatch].flat().includes(`${name} input.json`))?.url;
  const schemas = new Map<string, string>([
    ['event', './dist/event.schema.json'],
    ['events', './dist/events.schema.json'],
  ]);
  for (const { name, input } of lifecycleExports) {
    const wanted = schemas.get(input);
    expect([name, matched(name)]).toEqual([name, wanted]);
  }
  // The event of several apps in order, none of which may have a processEvent.
  expect(matched('event')).toBe(schemas.get('event'));
});

it('activates for what the client brings back after a reload', () => {
  expect(manifest.activationEvents).toContain(`onWebviewPanel:${panelViewType}`);
  expect(manifest.activationEvents).toContain(`onWebviewPanel:${flowViewType}`);
  expect(manifest.activationEvents).toContain(`onFileSystem:${inputScheme}`);
});
