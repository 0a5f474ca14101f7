/** What may stand in `plugin.json`, with what each entry means. Source: reference 5.1, 5.2. */

export type FieldValue = 'text' | 'boolean' | 'list' | 'object' | 'any';

export interface ManifestField {
  readonly name: string;
  readonly value: FieldValue;
  /** One or two sentences in Markdown. */
  readonly doc: string;
}

function field(name: string, value: FieldValue, doc: string): ManifestField {
  return { name, value, doc };
}

export const manifestFields: readonly ManifestField[] = [
  field(
    'name',
    'text',
    'The name that people see. `posthog.capture` uses it as the distinct id where none is given.',
  ),
  field('description', 'text', 'What the app does, in one sentence, for the list of apps.'),
  field('url', 'text', 'Where people find the app: its repository or its page.'),
  field('icon', 'text', 'Path or address of the picture that stands for the app.'),
  field(
    'main',
    'text',
    'The file that PostHog loads, relative to this folder. Without it, `index.js` is loaded, or `index.ts` by newer servers. PostHog loads this one file: an app of several files names its bundle here.',
  ),
  field(
    'config',
    'list',
    'The fields that people fill in. The app reads them as `meta.config.<key>`; files come in `meta.attachments`.',
  ),
  field(
    'posthogVersion',
    'text',
    'The PostHog versions that the app works with, such as `">= 1.25.0"`. Checked on self-hosted PostHog when the app is installed, and not in the cloud.',
  ),
  field(
    'publicJobs',
    'object',
    'Jobs that people can start with a button, by the name in the exported `jobs`, each with the fields of its payload.',
  ),
  field(
    'stateless',
    'boolean',
    'Later servers share one instance of the app among all projects. Such an app has no `config`.',
  ),
  field('lib', 'text', 'A file of early versions. PostHog ignores it.'),
];

export const configFields: readonly ManifestField[] = [
  field('key', 'text', 'The name by which the app reads the value: `meta.config.<key>`.'),
  field('name', 'text', 'The label of the field.'),
  field(
    'type',
    'text',
    '`string`, `choice` (one of `choices`), `json` (a text for `JSON.parse`) or `attachment` (a file, in `meta.attachments`). There is no boolean: use a choice of `"Yes"` and `"No"`.',
  ),
  field('default', 'text', 'The value until somebody enters another one. Always a text.'),
  field('hint', 'text', 'Help under the field, in Markdown.'),
  field('required', 'boolean', 'Whether the form asks for a value. The app may still get an empty text.'),
  field(
    'secret',
    'boolean',
    'Whether the form hides the value once it is saved. The app gets it as plain text.',
  ),
  field('choices', 'list', 'What a field of the type `choice` offers: a list of texts.'),
  field(
    'markdown',
    'text',
    'A text in the form. An entry with nothing else shows this text between the fields.',
  ),
  field(
    'visible_if',
    'list',
    'The field shows when all of these pairs hold: `["key", "value"]` when that field has the value, `["key"]` when it is not empty.',
  ),
  field(
    'required_if',
    'list',
    'The form asks for a value when all of these pairs hold: `["key", "value"]` or `["key"]`.',
  ),
  field('site', 'boolean', 'Whether `site.ts` gets the value, in the browser of every visitor.'),
  field('order', 'any', 'Not used any more: fields stand in the order of this file.'),
];

/** What a public job has. */
export const publicJobFields: readonly ManifestField[] = [
  field('payload', 'object', 'The fields that PostHog asks for before it starts the job, by name.'),
];

export const payloadFields: readonly ManifestField[] = [
  field(
    'type',
    'text',
    '`string`, `boolean`, `json`, `number` or `date`; later servers know `daterange`, too.',
  ),
  field('title', 'text', 'The label of the field.'),
  field('required', 'boolean', 'Whether the job starts only with a value.'),
  field('default', 'any', 'The value until somebody enters another one.'),
  field('staff_only', 'boolean', 'Whether only the staff of the server sees the job.'),
];

/** What people fill in where a field of a payload has a type. The payload travels as JSON (reference 3.7). */
export const payloadTypeDocs: Readonly<Record<string, string>> = {
  string: 'A line of text.',
  boolean: 'Yes or no: the job gets `true` or `false`.',
  json: 'A JSON value.',
  number: 'A number.',
  date: 'A day. The payload travels as JSON, so the job gets a text and no `Date`.',
  daterange: 'Two days, on later servers alone. The job gets them as texts.',
};

export const payloadTypes: readonly string[] = Object.keys(payloadTypeDocs);

/** What people fill in where a config field has a type, and what the app gets of it. */
export const configTypeDocs: Readonly<Record<'string' | 'choice' | 'attachment' | 'json', string>> = {
  string: 'A line of text. The app reads it as a string, empty when it is not filled in.',
  choice:
    'One of `choices`, as a string. There is no boolean: use the choices `"Yes"` and `"No"`, and compare with them.',
  attachment:
    'A file. The app reads it in `meta.attachments`, not in `meta.config`, and its bytes as `contents`.',
  json: 'JSON text. The app gets the text, and reads it with `JSON.parse`.',
};
