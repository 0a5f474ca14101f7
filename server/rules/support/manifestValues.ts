/**
 * What manifest-field says of the entries of `plugin.json` outside of keys, types and choices: names, kinds of values,
 * conditions, versions, public jobs (reference 5.1, 5.2).
 */
import { findNodeAtLocation, type JSONPath, type Node } from 'jsonc-parser';
import {
  configFields,
  type FieldValue,
  manifestFields,
  payloadFields,
  payloadTypes,
  publicJobFields,
} from '../../../platform/manifestFields.ts';
import type { AppProgram } from '../../analysis/appProgram.ts';
import { codeFactsOf } from '../../analysis/codeFacts.ts';
import type { RuleContext } from '../nodeRule.ts';
import { removeNode, setValue } from './manifestEdits.ts';
import { choicesOf, type FieldNode, fieldNodes, spanOfNode, textOf, valueNode } from './manifestTree.ts';
import { similarName } from '../../../platform/similarName.ts';

type Report = Pick<RuleContext, 'app' | 'report'>;

/** Looks at everything that manifest-field does not look at itself. */
export function checkManifestValues(context: Report, root: Node): void {
  checkNames(context, root, manifestFields, namesMeant);
  // What may be a list or an object is looked at by itself.
  checkKinds(
    context,
    root,
    [],
    manifestFields.filter(({ name }) => name !== 'config'),
  );
  for (const { node, path } of fieldNodes(root)) checkKinds(context, node, path, configFields);
  checkConditions(context, root);
  checkVersion(context, root);
  checkStateless(context, root);
  checkPublicJobs(context, root);
}

/** Names of other tools, by what PostHog calls them. */
const namesMeant: ReadonlyMap<string, string> = new Map([
  ['desc', 'description'],
  ['title', 'name'],
  ['displayName', 'name'],
  ['homepage', 'url'],
  ['entry', 'main'],
  ['settings', 'config'],
  ['fields', 'config'],
  ['jobs', 'publicJobs'],
]);

/** The same in a public job. */
const jobNamesMeant: ReadonlyMap<string, string> = new Map([
  ['fields', 'payload'],
  ['parameters', 'payload'],
]);

/** The same in a field of a job's payload. */
const payloadNamesMeant: ReadonlyMap<string, string> = new Map([
  ['name', 'title'],
  ['label', 'title'],
]);

/** Slips of the pen; names that are like no other may be of another tool. */
function checkNames(
  { app, report }: Report,
  object: Node,
  fields: readonly { readonly name: string }[],
  meant: ReadonlyMap<string, string>,
): void {
  const known = fields.map(({ name }) => name);
  const names = (object.children ?? []).flatMap((property) => property.children?.[0] ?? []);
  const taken = new Set(names.map((name) => String(name.value)));
  for (const name of names) {
    const text = String(name.value);
    const right = known.includes(text) ? undefined : (meant.get(text) ?? similarName(text, known));
    if (right === undefined || taken.has(right)) continue;
    report(spanOfNode(name, app), `PostHog does not know ${text}. Did you mean ${right}?`, [
      {
        title: `Rename to ${right}`,
        changes: [{ span: spanOfNode(name, app), newText: JSON.stringify(right) }],
      },
    ]);
  }
}

const kindNames: Readonly<Record<FieldValue, string>> = {
  text: 'a text in quotes',
  boolean: 'true or false, without quotes',
  list: 'a list in brackets',
  object: 'an object in braces',
  any: 'anything',
};

function checkKinds(
  { app, report }: Report,
  object: Node,
  path: readonly (string | number)[],
  fields: readonly { readonly name: string; readonly value: FieldValue }[],
): void {
  for (const { name, value } of fields) {
    const node = findNodeAtLocation(object, [name]);
    // A type that is no text has a message of its own, and null is as good as nothing.
    if (node === undefined || node.type === 'null' || name === 'type' || isOfKind(node, value)) continue;
    // A choice without a list of them is told once, with what it should have.
    if (name === 'choices' && textOf(findNodeAtLocation(object, ['type'])) === 'choice') continue;
    const right = converted(node, value);
    report(
      spanOfNode(node, app),
      `${name} takes ${kindNames[value]}.`,
      right === undefined
        ? []
        : [setValue(app, `Change to ${JSON.stringify(right)}`, [...path, name], right)],
    );
  }
}

function isOfKind({ type }: Node, value: FieldValue): boolean {
  switch (value) {
    case 'text':
      return type === 'string';
    case 'boolean':
      return type === 'boolean';
    case 'list':
      return type === 'array';
    case 'object':
      return type === 'object';
    case 'any':
      return true;
  }
}

/** What people write for true and false. */
export const booleansMeant: ReadonlyMap<string, boolean> = new Map([
  ...['true', 'yes', 'on', '1'].map((text) => [text, true] as const),
  ...['false', 'no', 'off', '0'].map((text) => [text, false] as const),
]);

/** The same value as it should have been written, where that is plain. */
function converted({ type, value }: Node, kind: FieldValue): unknown {
  if (kind === 'text' && (type === 'number' || type === 'boolean')) return String(value);
  return kind === 'boolean' ? booleansMeant.get(String(value).toLowerCase()) : undefined;
}

/** `visible_if` and `required_if` are lists of pairs, each with the key of another field. */
function checkConditions({ app, report }: Report, root: Node): void {
  const fields = fieldNodes(root);
  const keys = fields.flatMap(({ key }) => key ?? []);
  for (const field of fields) {
    for (const name of ['visible_if', 'required_if']) {
      const list = valueNode(field, name);
      if (list?.type !== 'array') continue;
      const pairs = list.children ?? [];
      if (pairs.length > 0 && pairs.every(({ type }) => type === 'string')) {
        report(spanOfNode(list, app), `PostHog expects a list of pairs for ${name}: [["key", "value"]].`, [
          {
            title: 'Put It Into a Pair',
            changes: [{ span: spanOfNode(list, app), newText: `[${textBehind(list, app)}]` }],
          },
        ]);
        continue;
      }
      const asked = new Map<string, string>();
      for (const [index, pair] of pairs.entries()) {
        const [keyNode, askedNode] = pair.children ?? [];
        const key = textOf(keyNode);
        if (keyNode === undefined || key === undefined) continue;
        if (key === field.key) {
          report(
            spanOfNode(keyNode, app),
            `${key} asks for its own value here${name === 'visible_if' ? ', which nobody can enter while it is hidden' : ''}. Name another field.`,
            [removeNode(app, 'Remove This Pair', pair)],
          );
          continue;
        }
        if (keys.includes(key)) {
          const path = [...field.path, name, index, 1];
          checkAskedValue({ app, report }, fields, key, askedNode, asked.get(key), path);
          const value = textOf(askedNode);
          if (value !== undefined && !asked.has(key)) asked.set(key, value);
          continue;
        }
        const right = similarName(key, keys);
        report(
          spanOfNode(keyNode, app),
          `There is no config field ${shown(key)}, so this never holds.${right === undefined ? '' : ` Did you mean ${right}?`}`,
          right === undefined
            ? []
            : [setValue(app, `Change to ${right}`, [...field.path, name, index, 0], right)],
        );
      }
    }
  }
}

/** A pair with a value holds when the other field equals it; one that nobody filled in counts as empty (reference 5.2). */
function checkAskedValue(
  { app, report }: Report,
  fields: readonly FieldNode[],
  key: string,
  node: Node | undefined,
  before: string | undefined,
  path: JSONPath,
): void {
  const value = textOf(node);
  if (node === undefined || value === undefined) return;
  if (before !== undefined && before !== value) {
    report(
      spanOfNode(node, app),
      `${key} cannot be ${shown(before)} and ${shown(value)} at once, so this never holds. All pairs have to hold.`,
      [removeNode(app, 'Remove This Pair', node.parent ?? node)],
    );
    return;
  }
  const named = fields.find((field) => field.key === key);
  const choices = named === undefined ? [] : choicesOf(named);
  if (value === '' || choices.length === 0 || choices.includes(value)) return;
  const first = similarName(value, choices);
  report(
    spanOfNode(node, app),
    `${shown(value)} is none of the choices of ${key}, so this never holds. ${useOneOf(choices)}`,
    [...new Set([...(first === undefined ? [] : [first]), ...choices])].map((choice) =>
      setValue(app, `Change to ${shown(choice)}`, path, choice),
    ),
  );
}

/** A text as people can see it, the empty one, too. */
export function shown(text: string): string {
  return text === '' ? '""' : text;
}

/** What to take of some texts, of which a list may have one twice. */
export function useOneOf(texts: readonly string[]): string {
  const [first = '', ...others] = new Set(texts.map(shown));
  return others.length === 0 ? `Use ${first}.` : `Use one of ${[first, ...others].join(', ')}.`;
}

function textBehind({ offset, length }: Node, { manifestText }: AppProgram): string {
  return manifestText.slice(offset, offset + length);
}

/** As PostHog's server reads it: conditions with commas between them, spaces left out. */
const version = /^(?:(?:[<>]=?|[=!]=|[~^=]|~=)?\d+(?:\.(?:\d+|\*)){0,2}(?:-[\w.]+)?|\*)$/;

function checkVersion({ app, report }: Report, root: Node): void {
  const node = findNodeAtLocation(root, ['posthogVersion']);
  const text = textOf(node);
  if (node === undefined || text === undefined) return;
  if (
    text
      .replaceAll(' ', '')
      .split(',')
      .every((part) => version.test(part))
  )
    return;
  const [number] = /\d+\.\d+(?:\.\d+)?/.exec(text) ?? [];
  report(
    spanOfNode(node, app),
    `A self-hosted PostHog refuses to install this app: Invalid PostHog semantic version requirement "${text}"! Write ">= 1.25.0", with commas between several.`,
    number === undefined ? [] : [setValue(app, `Change to >= ${number}`, ['posthogVersion'], `>= ${number}`)],
  );
}

function checkStateless({ app, report }: Report, root: Node): void {
  const node = findNodeAtLocation(root, ['stateless']);
  if (node?.value !== true || fieldNodes(root).every(({ key }) => key === undefined)) return;
  report(
    spanOfNode(node, app),
    'PostHog refuses this: Stateless plugins cannot have a config! Remove one of the two.',
    [removeNode(app, 'Remove stateless', node)],
  );
}

/** Types of other tools, by what PostHog calls them. */
const payloadTypesMeant: ReadonlyMap<string, string> = new Map([
  ['text', 'string'],
  ['bool', 'boolean'],
  ['integer', 'number'],
  ['int', 'number'],
  ['float', 'number'],
  ['object', 'json'],
  ['datetime', 'date'],
]);

function checkPublicJobs({ app, report }: Report, root: Node): void {
  const publicJobs = findNodeAtLocation(root, ['publicJobs']);
  if (publicJobs?.type !== 'object') return;
  for (const property of publicJobs.children ?? []) {
    const [nameNode, job] = property.children ?? [];
    if (nameNode === undefined || job === undefined) continue;
    const name = String(nameNode.value);
    checkJobName({ app, report }, nameNode, job, name, namesIn(publicJobs));
    checkNames({ app, report }, job, publicJobFields, jobNamesMeant);
    const payload = findNodeAtLocation(job, ['payload']);
    for (const entry of payload?.type === 'object' ? (payload.children ?? []) : []) {
      const [fieldName, field] = entry.children ?? [];
      if (fieldName === undefined || field?.type !== 'object') continue;
      const path = ['publicJobs', name, 'payload', String(fieldName.value)];
      checkNames({ app, report }, field, payloadFields, payloadNamesMeant);
      checkKinds({ app, report }, field, path, payloadFields);
      checkPayloadType({ app, report }, fieldName, field, path);
    }
  }
}

function namesIn({ children = [] }: Node): ReadonlySet<string> {
  return new Set(children.map((property) => String(property.children?.[0]?.value)));
}

/** The button would start a job that is not there. Silent where jobs may come from somewhere else. */
function checkJobName(
  { app, report }: Report,
  node: Node,
  job: Node,
  name: string,
  named: ReadonlySet<string>,
): void {
  // The server adds this job itself to apps that export events.
  if (name === 'Export historical events' || app.files.length === 0) return;
  const { jobs, hasOtherJobs } = codeFactsOf(app.files);
  if (hasOtherJobs || jobs.has(name)) return;
  const right = similarName(
    name,
    [...jobs.keys()].filter((job) => !named.has(job)),
  );
  report(
    spanOfNode(node, app),
    `The code exports no job ${shown(name)}, so its button does nothing. ${right === undefined ? `Write it into \`export const jobs\`, or remove it here.` : `Did you mean ${right}?`}`,
    [
      ...(right === undefined
        ? []
        : [
            {
              title: `Rename to ${right}`,
              changes: [{ span: spanOfNode(node, app), newText: JSON.stringify(right) }],
            },
          ]),
      removeNode(app, `Remove ${shown(name)}`, job),
    ],
  );
}

function checkPayloadType(
  { app, report }: { readonly app: AppProgram; readonly report: RuleContext['report'] },
  fieldName: Node,
  field: Node,
  path: readonly (string | number)[],
): void {
  const node = findNodeAtLocation(field, ['type']);
  const type = textOf(node);
  if (type !== undefined && payloadTypes.includes(type)) {
    checkPayloadDefault({ app, report }, field, type, path);
    return;
  }
  const right = payloadTypesMeant.get(type ?? '') ?? similarName(type ?? '', payloadTypes) ?? 'string';
  report(
    spanOfNode(node ?? fieldName, app),
    `A field of a job's payload has one of the types ${payloadTypes.join(', ')}.`,
    [setValue(app, node === undefined ? 'Make It a String' : `Change to ${right}`, [...path, 'type'], right)],
  );
}

/** The form shows a default as it stands: the kind has to be that of the field. */
function checkPayloadDefault(
  { app, report }: Report,
  field: Node,
  type: string,
  path: readonly (string | number)[],
): void {
  const node = findNodeAtLocation(field, ['default']);
  const text = textOf(node);
  if (node === undefined || text === undefined || (type !== 'number' && type !== 'boolean')) return;
  const right = type === 'boolean' ? booleansMeant.get(text.toLowerCase()) : numberIn(text);
  report(
    spanOfNode(node, app),
    `PostHog expects ${type === 'number' ? 'a number' : 'true or false'} for this default, without quotes.`,
    [
      right === undefined
        ? removeNode(app, 'Remove the Default', node)
        : setValue(app, `Change to ${String(right)}`, [...path, 'default'], right),
    ],
  );
}

function numberIn(text: string): number | undefined {
  return text.trim() === '' || !Number.isFinite(Number(text)) ? undefined : Number(text);
}
