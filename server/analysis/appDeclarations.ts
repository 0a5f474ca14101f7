/**
 * Declarations for one app in particular, out of its `plugin.json`: they add to `PostHogApp.App` of globals.d.ts.
 * The same text goes into `posthog-env.d.ts`. Source: reference 3.1, 3.2, 5.2.
 */
import type { ConfigField, Manifest } from '../../platform/manifest.ts';

/** Declares the config keys and attachments of an app. */
export function appDeclarations(manifest: Manifest): string {
  const attachments = manifest.config.filter(({ type }) => type === 'attachment');
  const values = manifest.config.filter(({ type }) => type !== 'attachment');
  return [
    'declare namespace PostHogApp {',
    '  interface App {',
    '    config: {',
    ...unique(values).flatMap((field) => member(field, valueType(field))),
    '    };',
    '    attachments: {',
    ...unique(attachments).flatMap((field) => member(field, 'Attachment', '?')),
    '    };',
    '  }',
    '}',
    '',
  ].join('\n');
}

/** Values are always text; a choice is one of its choices, or empty as long as nobody chose. */
function valueType({ type, choices, required, default: chosen }: ConfigField): string {
  if (type !== 'choice' || choices === undefined || choices.length === 0) return 'string';
  const isFilled = required === true || chosen !== undefined;
  return [...new Set([...choices, ...(isFilled ? [] : [''])])]
    .map((choice) => JSON.stringify(choice))
    .join(' | ');
}

function member(field: ConfigField, type: string, optional = ''): readonly string[] {
  return [
    ...comment(describe(field)).map((line) => `      ${line}`),
    `      readonly ${nameOfKey(field.key)}${optional}: ${type};`,
  ];
}

/** Quotes are left out where they can be, because hovers show them. */
function nameOfKey(key: string): string {
  return /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(key) ? key : JSON.stringify(key);
}

function describe(field: ConfigField): readonly string[] {
  const kind =
    field.type === '' ? 'field without a type' : `${field.secret === true ? 'secret ' : ''}${field.type}`;
  const facts = [
    kind,
    field.required === true ? 'required' : 'optional: empty when not filled in',
    ...(field.default === undefined || field.default === '' ? [] : [`default \`${field.default}\``]),
  ];
  return [
    ...(field.name === undefined ? [] : [`**${field.name}**`, '']),
    `_${facts.join(', ')}_`,
    ...(field.hint === undefined ? [] : ['', ...field.hint.split(/\r?\n/)]),
    ...(field.type === 'json' ? ['', 'The value is text: read it with `JSON.parse`.'] : []),
  ];
}

function comment(lines: readonly string[]): readonly string[] {
  // A hint is free text: it must neither end the comment nor begin a tag.
  const safe = lines.map((line) => ` * ${line.replaceAll('*/', '*\\/').replace(/^\s*@/, '&#64;')}`.trimEnd());
  return ['/**', ...safe, ' */'];
}

/** The first field of each key: PostHog knows each key once. */
function unique(fields: readonly ConfigField[]): readonly ConfigField[] {
  return [...new Map(fields.toReversed().map((field) => [field.key, field])).values()].toReversed();
}
