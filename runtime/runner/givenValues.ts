/** What was given for the config of an app and does not fit its plugin.json. PostHog's form would not have let it through. */
import type { ConfigField, Manifest } from '../../platform/manifest.ts';

interface Given {
  readonly config: { readonly [key: string]: string };
  readonly attachments: { readonly [key: string]: unknown };
}

/** @returns a remark for each key that no field has, and each value that is none of the choices. */
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
  return remarks;
}

function unknownKey(key: string, what: string): string {
  return `A value was given for the ${what} field ${key}, which plugin.json does not have.`;
}

function list(fields: readonly ConfigField[]): string {
  return fields.length === 0 ? 'It has none.' : `It has ${fields.map(({ key }) => key).join(', ')}.`;
}
