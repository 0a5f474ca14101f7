/**
 * The settings, in one table: the manifest (package.json) must say the same, and a test compares them.
 */
import { type RuleName, ruleTable } from './rules.ts';

export type SettingScope = 'machine' | 'window' | 'resource';

/** What a change of the value asks for. */
export type SettingEffect = 'nothing' | 'relint' | 'status';

export interface SettingDefinition<T> {
  /** `id` is a whole number, or null for none. */
  readonly type: 'string' | 'number' | 'integer' | 'id' | 'boolean' | 'array';
  readonly default: T;
  readonly scope: SettingScope;
  readonly effect: SettingEffect;
  readonly values?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  /** Not read from the workspace while it is not trusted. */
  readonly restricted: boolean;
}

function define<T>(definition: SettingDefinition<T>): SettingDefinition<T> {
  return definition;
}

/** Each rule has a setting with its severity. */
function ruleSettings(): Readonly<Record<`lint.${RuleName}`, SettingDefinition<string>>> {
  const entries = ruleTable.map(({ name, severity }) => [
    `lint.${name}`,
    define<string>({
      type: 'string',
      default: severity,
      values: ['error', 'warning', 'information', 'hint', 'off'],
      scope: 'resource',
      effect: 'relint',
      restricted: false,
    }),
  ]);
  return Object.fromEntries(entries) as Record<`lint.${RuleName}`, SettingDefinition<string>>;
}

/** How often captured events come back through the apps, where nobody says otherwise. */
export const usualMaxHops = 10;
export const mostMaxHops = 100;

/** Keys below `posthogApps.`. */
export const settings = {
  host: define<string>({
    type: 'string',
    default: 'local',
    scope: 'window',
    effect: 'status',
    restricted: true,
  }),
  projectId: define<number | null>({
    type: 'id',
    default: null,
    minimum: 1,
    scope: 'window',
    effect: 'nothing',
    restricted: true,
  }),
  projectApiKey: define<string>({
    type: 'string',
    default: '',
    scope: 'window',
    effect: 'nothing',
    restricted: true,
  }),
  personalApiKey: define<string>({
    type: 'string',
    default: '',
    scope: 'machine',
    effect: 'nothing',
    restricted: true,
  }),
  profile: define<string>({
    type: 'string',
    default: 'documented',
    values: ['documented', 'plugin-server-1.10.5'],
    scope: 'resource',
    effect: 'nothing',
    restricted: false,
  }),
  'run.mode': define<string>({
    type: 'string',
    default: 'live',
    values: ['block', 'mock', 'live'],
    scope: 'window',
    effect: 'status',
    restricted: true,
  }),
  'run.timeoutSeconds': define<number>({
    type: 'number',
    default: 30,
    minimum: 1,
    maximum: 600,
    scope: 'window',
    effect: 'nothing',
    restricted: false,
  }),
  'run.maxHops': define<number>({
    type: 'integer',
    default: usualMaxHops,
    minimum: 1,
    maximum: mostMaxHops,
    scope: 'window',
    effect: 'nothing',
    restricted: false,
  }),
  'run.geoipDatabase': define<string>({
    type: 'string',
    default: '',
    scope: 'window',
    effect: 'nothing',
    restricted: false,
  }),
  'run.doubledAwaits': define<boolean>({
    type: 'boolean',
    default: false,
    scope: 'resource',
    effect: 'nothing',
    restricted: false,
  }),
  'run.consoleInEditor': define<boolean>({
    type: 'boolean',
    default: true,
    scope: 'window',
    effect: 'nothing',
    restricted: false,
  }),
  allowInsecureHosts: define<readonly string[]>({
    type: 'array',
    default: [],
    scope: 'machine',
    effect: 'nothing',
    restricted: true,
  }),
  ...ruleSettings(),
  'lint.endingLoops': define<string>({
    type: 'string',
    default: 'information',
    values: ['information', 'warning', 'hidden'],
    scope: 'resource',
    effect: 'relint',
    restricted: false,
  }),
  'lint.loopsBetweenApps': define<string>({
    type: 'string',
    default: 'information',
    values: ['information', 'warning', 'hidden'],
    scope: 'resource',
    effect: 'relint',
    restricted: false,
  }),
  'trace.server': define<string>({
    type: 'string',
    default: 'off',
    values: ['off', 'messages', 'verbose'],
    scope: 'window',
    effect: 'nothing',
    restricted: false,
  }),
} as const;

export type SettingKey = keyof typeof settings;

export const settingsSection = 'posthogApps';
