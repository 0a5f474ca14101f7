/** The form for `config` of plugin.json, and the values a run gets from it. Source: reference 3.1, 3.2, 5.2. */
import type { ConfigCondition, ConfigField, Manifest } from '../../platform/manifest.ts';
import type { PanelConfigEntry, PanelConfigField } from '../../protocol/panel.ts';
import { parseJsonText, placeAndReason } from './jsonText.ts';

/** What the user entered for an app, kept in the workspace. Secrets are kept elsewhere. */
export interface ConfigEntries {
  /** Values of fields by key, where they differ from the default. */
  readonly values: { readonly [key: string]: string };
  /** Absolute paths of attached files by key. */
  readonly attachments: { readonly [key: string]: string };
}

export const noEntries: ConfigEntries = { values: {}, attachments: {} };

/** @param secrets keys of the secret fields that have a stored value. */
export function configForm(
  { config, configNotes = [] }: Pick<Manifest, 'config' | 'configNotes'>,
  entries: ConfigEntries,
  secrets: ReadonlySet<string>,
): readonly PanelConfigEntry[] {
  const holds = conditionsOf(config, entries, secrets);
  const notesAt = (index: number): readonly PanelConfigEntry[] =>
    configNotes
      .filter(({ position }) => position === index)
      .map(({ markdown }) => ({ kind: 'note', markdown }));
  return [
    ...config.flatMap((field, index) => [
      ...notesAt(index),
      ...(holds(field.visibleIf) ? [panelField(field, entries, secrets, holds)] : []),
    ]),
    ...notesAt(config.length),
  ];
}

type Holds = (conditions: readonly ConfigCondition[] | undefined) => boolean;

/** Whether all conditions of a field hold with what was entered; without conditions they do. */
function conditionsOf(
  config: readonly ConfigField[],
  entries: ConfigEntries,
  secrets: ReadonlySet<string>,
): Holds {
  const values = new Map(
    config.map((field) => {
      const { value } = valueOf(field, kindOf(field), entries, secrets);
      const isSecretSet = secrets.has(field.key) || (field.default ?? '') !== '';
      // Nobody compares a secret with a value in plugin.json; whether there is one may matter.
      return [
        field.key,
        field.secret === true && field.type !== 'attachment' && isSecretSet ? hiddenValue : value,
      ];
    }),
  );
  return (conditions) =>
    (conditions ?? []).every(({ key, value }) => {
      const entered = values.get(key) ?? '';
      return value === undefined ? entered !== '' : entered === value;
    });
}

const hiddenValue = '••••••';

/** The config of a run without its secrets: what was entered, else the default of plugin.json. */
export function plainValues(
  fields: readonly ConfigField[],
  entries: ConfigEntries,
): { readonly [key: string]: string } {
  return Object.fromEntries(
    fields
      .filter((field) => field.type !== 'attachment' && field.secret !== true)
      .map((field) => [field.key, entries.values[field.key] ?? field.default ?? '']),
  );
}

function panelField(
  field: ConfigField,
  entries: ConfigEntries,
  secrets: ReadonlySet<string>,
  holds: Holds,
): PanelConfigField {
  const kind = kindOf(field);
  const { value, isEdited } = valueOf(field, kind, entries, secrets);
  const isSet = kind === 'secret' ? secrets.has(field.key) || (field.default ?? '') !== '' : value !== '';
  const isRequired = field.required === true || (field.requiredIf !== undefined && holds(field.requiredIf));
  return {
    key: field.key,
    kind,
    label: field.name ?? field.key,
    hint: field.hint ?? null,
    choices: field.choices ?? [],
    isRequired,
    value,
    isSet,
    isEdited,
    problem: problemOf(field, kind, value, isRequired && !isSet),
  };
}

function kindOf({ type, secret }: ConfigField): PanelConfigField['kind'] {
  if (type === 'attachment' || type === 'choice') return type;
  if (secret === true) return 'secret';
  return type === 'string' || type === 'json' ? type : 'unknown';
}

function valueOf(
  { key, default: initial = '' }: ConfigField,
  kind: PanelConfigField['kind'],
  { values, attachments }: ConfigEntries,
  secrets: ReadonlySet<string>,
): { readonly value: string; readonly isEdited: boolean } {
  switch (kind) {
    case 'secret':
      return { value: '', isEdited: secrets.has(key) };
    case 'attachment':
      return { value: fileName(attachments[key] ?? ''), isEdited: attachments[key] !== undefined };
    default: {
      const entered = values[key];
      return { value: entered ?? initial, isEdited: entered !== undefined && entered !== initial };
    }
  }
}

function problemOf(
  { type, choices = [] }: ConfigField,
  kind: PanelConfigField['kind'],
  value: string,
  isMissing: boolean,
): string | null {
  if (isMissing) return 'PostHog asks for a value here.';
  if (kind === 'unknown') {
    return type === ''
      ? 'This field has no type in plugin.json.'
      : `PostHog does not know the type "${type}". Use string, choice, json or attachment.`;
  }
  if (kind === 'choice' && value !== '' && !choices.includes(value)) {
    return `"${value}" is not among the choices.`;
  }
  if (kind !== 'json' || value === '') return null;
  const parsed = parseJsonText(value);
  return parsed.ok ? null : `This is no JSON: ${placeAndReason(parsed)}.`;
}

function fileName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? '';
}
