/** What was given for the config of an app and does not fit its plugin.json. PostHog's form would not have let it through. */
import type { ConfigCondition, ConfigField, Manifest } from '../../platform/manifest.ts';

interface Given {
  readonly config: { readonly [key: string]: string };
  readonly attachments: { readonly [key: string]: unknown };
}

/** @returns a remark for each key that no field has, each value that is none of the choices, and each required one left empty. */
export function remarksOnGiven(
  { config: fields }: Manifest,
  { attachments, config }: Given,
): readonly string[] {
  const remarks: string[] = [];
  for (const [key, value] of Object.entries(config)) {
    const field = fields.find((candidate) => candidate.key === key);
    if (field === undefined) remarks.push(`${unknownKey(key, 'config')} ${list(fields)}`);
    else if (field.type === 'attachment') {
      remarks.push(
        `The field ${key} takes a file, which is given as an attachment, and not as a value of config.`,
      );
    } else if (field.type === 'choice' && value !== '' && field.choices?.includes(value) === false) {
      remarks.push(`The value of ${key} is none of its choices, which are ${field.choices.join(', ')}.`);
    }
  }
  for (const key of Object.keys(attachments)) {
    const field = fields.find((candidate) => candidate.key === key);
    if (field?.type === 'attachment') continue;
    const files = fields.filter(({ type }) => type === 'attachment');
    remarks.push(`${unknownKey(key, 'attachment')} ${list(files)}`);
  }
  return [...remarks, ...remarksOnMissing(fields, { attachments, config })];
}

/** What a field needs and has not is often what the app fails of, at a place that does not say so. */
function remarksOnMissing(fields: readonly ConfigField[], { attachments, config }: Given): readonly string[] {
  const values = new Map(
    fields.map(({ key, type, default: initial = '' }) => {
      const isFile = type === 'attachment';
      return [key, isFile ? (attachments[key] === undefined ? '' : key) : (config[key] ?? initial)];
    }),
  );
  const holds = (conditions: readonly ConfigCondition[]): boolean =>
    conditions.every(({ key, value }) => {
      const given = values.get(key) ?? '';
      return value === undefined ? given !== '' : given === value;
    });
  return fields
    .filter(({ key, required, requiredIf, visibleIf }) => {
      const isRequired = required === true || (requiredIf !== undefined && holds(requiredIf));
      return isRequired && holds(visibleIf ?? []) && values.get(key) === '';
    })
    .map(({ key, name = key }) => {
      const label = name === key ? key : `${key} (${name})`;
      return `The required config field ${label} is empty: PostHog asks for a value before the app runs.`;
    });
}

function unknownKey(key: string, what: string): string {
  return `A value was given for the ${what} field ${key}, which plugin.json does not have.`;
}

function list(fields: readonly ConfigField[]): string {
  return fields.length === 0 ? 'It has none.' : `It has ${fields.map(({ key }) => key).join(', ')}.`;
}
