/** The shape of `plugin.json`. Source: reference 5. */

import { configFields, manifestFields } from './manifestFields.ts';

export type ConfigFieldType = 'string' | 'choice' | 'attachment' | 'json';

export const configFieldTypes: readonly ConfigFieldType[] = ['string', 'choice', 'attachment', 'json'];

/** One field of `config` that has a key; entries that only show markdown are left out. */
export interface ConfigField {
  readonly key: string;
  /** As written; PostHog knows only {@link configFieldTypes}. */
  readonly type: string;
  readonly name?: string;
  readonly hint?: string;
  readonly choices?: readonly string[];
  readonly default?: string;
  readonly required?: boolean;
  readonly secret?: boolean;
  /** Required as soon as all of these hold. */
  readonly requiredIf?: readonly ConfigCondition[];
  /** Shown in PostHog's form only while all of these hold. */
  readonly visibleIf?: readonly ConfigCondition[];
}

/** `[key, value?]`: another field has that value, or any but the empty one (reference 5.2). */
export interface ConfigCondition {
  readonly key: string;
  /** Absent: anything but empty. */
  readonly value?: string;
}

export interface ConfigNote {
  readonly markdown: string;
  /** How many fields with a key stand before it. */
  readonly position: number;
}

export interface Manifest {
  readonly name?: string;
  readonly description?: string;
  /** Entry file relative to the folder of `plugin.json`, as written. */
  readonly main?: string;
  readonly config: readonly ConfigField[];
  /** Texts of `config`, with or without a field; absent when there are none. */
  readonly configNotes?: readonly ConfigNote[];
  readonly publicJobs: readonly string[];
}

/** What to write into an empty `plugin.json`. */
export const smallestManifest = '{ "name": "My app" }';

export const emptyManifest: Manifest = { config: [], publicJobs: [] };

/** Entry files in the order in which PostHog looks for them when `main` is absent (reference 5.1). */
export const defaultEntryFiles: readonly string[] = ['index.js', 'index.ts'];

/**
 * Reads a parsed `plugin.json` leniently: what has the wrong type is left out, so that types and runs work
 * as far as they can while the file is being edited.
 *
 * @param json the parsed value, of any shape.
 */
export function readManifest(json: unknown): Manifest {
  if (!isRecord(json)) return emptyManifest;
  return {
    ...optionalString('name', json['name']),
    ...optionalString('description', json['description']),
    ...optionalString('main', json['main']),
    ...readConfig(json['config']),
    publicJobs: isRecord(json['publicJobs']) ? Object.keys(json['publicJobs']) : [],
  };
}

/**
 * Whether a folder with this `plugin.json` is a PostHog app by its manifest alone. A manifest with `id` and
 * `type` belongs to Grafana, which uses the same file name. The other way to be an app, an entry file that
 * exports a lifecycle name, is for the caller to check.
 */
export function isAppManifest(json: unknown): boolean {
  return isRecord(json) && !isForeignManifest(json) && speaksForApp(json);
}

/** Whether there is an entry that only PostHog has. */
function speaksForApp({ config, posthogVersion, publicJobs }: Readonly<Record<string, unknown>>): boolean {
  return holdsFields(config) || typeof posthogVersion === 'string' || isRecord(publicJobs);
}

/** A list is PostHog's. Other tools keep their settings in an object: in PostHog's each member describes a field. */
function holdsFields(config: unknown): boolean {
  if (!isRecord(config)) return Array.isArray(config);
  const members = Object.values(config);
  return (
    members.length === 0 ||
    members.some((member) => isRecord(member) && configFields.some(({ name }) => Object.hasOwn(member, name)))
  );
}

const knownEntries: ReadonlySet<string> = new Set(manifestFields.map(({ name }) => name));

/** Whether a manifest says something, and nothing that a PostHog app's cannot say. */
export function mayBecomeApp(json: unknown): boolean {
  if (!isRecord(json)) return false;
  const names = Object.keys(json);
  return names.length > 0 && names.every((name) => knownEntries.has(name));
}

/**
 * Whether this is another tool's file of the same name: Grafana's, by `id` and `type`, or one with entries of which PostHog
 * knows none. Without an entry that only PostHog has, also Figma's, by `id` and `api`, and one that has entries of others
 * and names a page or the like as `main`. An empty one may become an app's.
 */
export function isForeignManifest(json: unknown): boolean {
  if (!isRecord(json)) return false;
  const { id, type, api, main } = json;
  if (typeof id === 'string' && typeof type === 'string') return true;
  const names = Object.keys(json);
  if (names.length > 0 && !names.some((name) => knownEntries.has(name))) return true;
  if (speaksForApp(json)) return false;
  if (typeof id === 'string' && typeof api === 'string') return true;
  return typeof main === 'string' && isNoCode.test(main) && names.some((name) => !knownEntries.has(name));
}

/** A path with an ending that JavaScript and TypeScript do not have. */
const isNoCode = /\.(?![cm]?[jt]sx?$)\w+$/;

/** `config` is a list of fields, or an object of fields by key (reference 5.1). */
function readConfig(json: unknown): Pick<Manifest, 'config' | 'configNotes'> {
  if (isRecord(json)) {
    return { config: Object.entries(json).flatMap(([key, field]) => readField(field, key)) };
  }
  const config: ConfigField[] = [];
  const configNotes: ConfigNote[] = [];
  for (const entry of Array.isArray(json) ? json : []) {
    // A field may have a text as well, which PostHog shows above it.
    const markdown: unknown = isRecord(entry) ? entry['markdown'] : undefined;
    if (typeof markdown === 'string') configNotes.push({ markdown, position: config.length });
    config.push(...readField(entry, undefined));
  }
  return { config, ...(configNotes.length === 0 ? {} : { configNotes }) };
}

function readField(field: unknown, keyOfObjectForm: string | undefined): readonly ConfigField[] {
  if (!isRecord(field)) return [];
  const key = typeof field['key'] === 'string' ? field['key'] : keyOfObjectForm;
  if (key === undefined || key === '') return [];
  const choices = field['choices'];
  return [
    {
      key,
      type: typeof field['type'] === 'string' ? field['type'] : '',
      ...optionalString('name', field['name']),
      ...optionalString('hint', field['hint']),
      ...optionalString('default', asText(field['default'])),
      ...(Array.isArray(choices) ? { choices: choices.filter((choice) => typeof choice === 'string') } : {}),
      ...(field['required'] === true ? { required: true } : {}),
      ...(field['secret'] === true ? { secret: true } : {}),
      ...readConditions('requiredIf', field['required_if']),
      ...readConditions('visibleIf', field['visible_if']),
    },
  ];
}

/** Forms hold texts, so that is what becomes of a number there. */
function asText(value: unknown): unknown {
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
}

/** Pairs of the wrong shape are left out; none at all is no condition. */
function readConditions<K extends 'requiredIf' | 'visibleIf'>(
  name: K,
  json: unknown,
): { readonly [P in K]?: readonly ConfigCondition[] } {
  const pairs: readonly unknown[] = Array.isArray(json) ? json : [];
  const conditions = pairs.flatMap((pair): readonly ConfigCondition[] => {
    const [key, value] = Array.isArray(pair) ? (pair as readonly unknown[]) : [];
    if (typeof key !== 'string') return [];
    return [{ key, ...optionalString('value', value) }];
  });
  // A computed key widens to an index signature, so the shape has to be stated.
  return conditions.length === 0 ? {} : ({ [name]: conditions } as { readonly [P in K]?: typeof conditions });
}

function optionalString<K extends string>(key: K, value: unknown): { readonly [P in K]?: string } {
  // A computed key widens to an index signature, so the shape has to be stated.
  return typeof value === 'string' ? ({ [key]: value } as { readonly [P in K]?: string }) : {};
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
