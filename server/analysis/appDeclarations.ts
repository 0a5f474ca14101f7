/**
 * Declarations for one app in particular, out of its `plugin.json` and its code: they add to `PostHogApp.App` of
 * globals.d.ts. What `plugin.json` says goes into `posthog-env.d.ts`, too. Source: reference 3.1, 3.2, 3.7 to 3.9, 5.2.
 */
import type { ConfigField, Manifest } from '../../platform/manifest.ts';
import { type CodeFacts, noFacts } from './codeFacts.ts';
import { unionText } from './typeTexts.ts';

/** Declares the config keys and attachments of an app, and what its code adds to `meta`. */
export function appDeclarations(manifest: Manifest, code: CodeFacts = noFacts): string {
  const attachments = manifest.config.filter(({ type }) => type === 'attachment');
  const values = manifest.config.filter(({ type }) => type !== 'attachment');
  return [
    'declare namespace PostHogApp {',
    '  interface App {',
    '    config: {',
    ...unique(values).flatMap((field) => member(field, valueType(field))),
    code.isForOthers ? `    } & ${anyOther('string')};` : '    };',
    '    attachments: {',
    ...unique(attachments).flatMap((field) => member(field, 'Attachment', '?')),
    code.isForOthers ? `    } & ${anyOther('Attachment | undefined')};` : '    };',
    ...(code.isForOthers ? codeForOthers(code) : [...jobs(code), ...metrics(code), ...global(code)]),
    '  }',
    '}',
    '',
  ].join('\n');
}

/**
 * What the code adds to `meta`, as others have it: *Go to Definition* leads to the place in the code by us, so here it must
 * lead nowhere, which `OfCode` does for the names, and a mapped type in place of an index signature for all others.
 */
function codeForOthers({ jobs: named, metrics: kinds, global: kept }: CodeFacts): readonly string[] {
  const part = (name: string, members: readonly string[], other: string): readonly string[] =>
    members.length === 0 ? [] : [`    ${name}: OfCode<{`, ...members, `    }> & ${other};`];
  return [
    ...part(
      'jobs',
      [...named].map(([name, parameter]) => `      ${nameOfKey(name)}: (${parameter}) => JobRunner;`),
      anyOther('(payload?: any) => JobRunner'),
    ),
    ...part('metrics', metricMembers(kinds), anyOther('Metric')),
    ...part('global', globalMembers(kept), '{ [name in string]: any }'),
  ];
}

function anyOther(type: string): string {
  return `{ readonly [name in string]: ${type} }`;
}

/** Without an export of the code's own, the general declarations allow any name. */
function jobs({ jobs: named, hasOtherJobs }: CodeFacts): readonly string[] {
  if (named.size === 0) return [];
  return [
    '    jobs: {',
    ...[...named].flatMap(([name, parameter]) => [
      ...memberComment([
        'Enqueues a run of this job; nothing happens before `runNow`, `runIn` or `runAt` is called. The payload travels as JSON.',
        '',
        `@example await meta.jobs${accessText(name)}(${parameter === '' ? '' : 'payload'}).runIn(5, 'minutes')`,
      ]),
      `      ${nameOfKey(name)}(${parameter}): JobRunner;`,
    ]),
    ...(hasOtherJobs ? ['      [job: string]: (payload?: any) => JobRunner;'] : []),
    '    };',
  ];
}

function metrics({ metrics: kinds, hasOtherMetrics }: CodeFacts): readonly string[] {
  if (kinds.size === 0) return [];
  return [
    '    metrics: {',
    ...metricMembers(kinds),
    // Beside them and not among them: of those that are known each has the method of its kind alone.
    hasOtherMetrics ? '    } & { readonly [metric: string]: Metric };' : '    };',
  ];
}

function metricMembers(kinds: CodeFacts['metrics']): readonly string[] {
  return [...kinds].map(
    ([name, kind]) => `      readonly ${nameOfKey(name)}: ${metricTypes[kind] ?? 'Metric'};`,
  );
}

const metricTypes: Readonly<Record<string, string>> = {
  sum: 'SumMetric',
  max: 'MaxMetric',
  min: 'MinMetric',
};

function global({ global: kept }: CodeFacts): readonly string[] {
  if (kept.size === 0) return [];
  return ['    global: {', ...globalMembers(kept), '      [name: string]: any;', '    };'];
}

function globalMembers(kept: CodeFacts['global']): readonly string[] {
  return [...kept].map(([name, types]) => `      ${nameOfKey(name)}: ${unionText(types)};`);
}

/** How a member is read: `.key`, or in brackets. */
export function accessText(name: string): string {
  const key = nameOfKey(name);
  return key === name ? `.${name}` : `[${key}]`;
}

function memberComment(lines: readonly string[]): readonly string[] {
  return ['/**', ...lines.map((line) => ` * ${line.replaceAll('*/', '*\\/')}`.trimEnd()), ' */'].map(
    (line) => `      ${line}`,
  );
}

/**
 * Values are always text; a choice is one of its choices, or empty as long as nobody chose. A default is written into the
 * settings when the app is enabled, so those of an older version of the app lack it (reference 3.1).
 */
function valueType({ type, choices, required }: ConfigField): string {
  if (type !== 'choice' || choices === undefined || choices.length === 0) return 'string';
  return [...new Set([...choices, ...(required === true ? [] : [''])])]
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
export function nameOfKey(key: string): string {
  return /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(key) ? key : JSON.stringify(key);
}

/** What a field of `plugin.json` says of itself, in lines of Markdown. */
export function describe(field: ConfigField): readonly string[] {
  const kind =
    field.type === '' ? 'field without a type' : `${field.secret === true ? 'secret ' : ''}${field.type}`;
  const facts = [
    kind,
    field.required === true
      ? 'required'
      : `optional: ${field.type === 'attachment' ? 'undefined' : 'empty'} when not filled in`,
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
