/** Finds settings whose value cannot be used as it stands: a slip of the pen must not decide where requests go. */
import { hostNameProblem } from '../platform/hostNames.ts';
import { hideKeyShapes } from '../platform/keyShapes.ts';
import { type SettingDefinition, type SettingKey, settings } from '../protocol/settings.ts';

/** A setting that cannot be used as it is. */
export interface SettingProblem {
  readonly key: SettingKey;
  readonly message: string;
}

/** Whether a value is one that the setting can have. */
export function isUsable(definition: SettingDefinition<unknown>, value: unknown): boolean {
  const { type, values, minimum, maximum } = definition;
  if (type === 'array') return Array.isArray(value) && value.every((item) => typeof item === 'string');
  if (type === 'id')
    return value === null || (Number.isSafeInteger(value) && Number(value) >= (minimum ?? 0));
  if (typeof value !== (type === 'integer' ? 'number' : type)) return false;
  if (type === 'integer' && !Number.isInteger(value)) return false;
  if (typeof value === 'number') return value >= (minimum ?? -Infinity) && value <= (maximum ?? Infinity);
  return values === undefined || values.includes(String(value));
}

/**
 * One sentence for each wrong value, with what to write instead.
 *
 * @param read gives the value that stands in the settings, whatever it is; undefined where there is none.
 */
export function settingProblems(read: (key: SettingKey) => unknown): readonly SettingProblem[] {
  return (Object.keys(settings) as SettingKey[]).flatMap((key) => {
    const definition: SettingDefinition<unknown> = settings[key];
    const value = read(key);
    if (value === undefined) return [];
    if (isUsable(definition, value)) return closerLook(key, value);
    const shown = hideKeyShapes(JSON.stringify(value));
    return [
      {
        key,
        message: `posthogApps.${key} is ${shown}. Take ${wanted(definition)}; until then ${instead(key)}.`,
      },
    ];
  });
}

/** What counts while the value is wrong. */
function instead(key: SettingKey): string {
  const definition: SettingDefinition<unknown> = settings[key];
  if (key === 'run.mode') return 'requests are blocked';
  if (definition.type === 'id') return 'it is not used';
  // Another layer of the settings may have one that can be used.
  if (definition.type === 'string' && definition.values === undefined) return 'it is not used';
  return `it counts as ${textOf(definition.default)}`;
}

/** What a value of the right type can still be. */
function closerLook(key: SettingKey, value: unknown): readonly SettingProblem[] {
  if (key === 'allowInsecureHosts') return hostNameProblems(value);
  if (key !== 'host' || String(value).trim() !== '') return [];
  return [
    {
      key,
      message:
        'posthogApps.host is empty. Take local, us, eu, or an address such as https://posthog.example.com; until then it counts as local.',
    },
  ];
}

function hostNameProblems(value: unknown): readonly SettingProblem[] {
  const names = value as readonly string[];
  return names.flatMap((name) => {
    const problem = hostNameProblem(hideKeyShapes(name));
    if (problem === undefined) return [];
    return [{ key: 'allowInsecureHosts' as const, message: `posthogApps.allowInsecureHosts: ${problem}` }];
  });
}

function textOf(value: unknown): string {
  if (value === '' || (Array.isArray(value) && value.length === 0)) return 'empty';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function wanted({ type, values, minimum, maximum }: SettingDefinition<unknown>): string {
  if (values !== undefined) return `${values.slice(0, -1).join(', ')} or ${values.at(-1) ?? ''}`;
  if (type === 'array') return 'a list of texts';
  const name = {
    string: 'a text',
    number: 'a number',
    integer: 'a whole number',
    id: 'the number in the address of the project, without quotes',
    boolean: 'true or false',
  }[type];
  return minimum === undefined || maximum === undefined ? name : `${name} from ${minimum} to ${maximum}`;
}
