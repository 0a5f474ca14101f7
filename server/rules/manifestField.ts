/**
 * manifest-field: what PostHog's form cannot show, or shows wrongly (reference 5.2).
 *
 * ```json
 * { "config": [{ "key": "isActive", "type": "boolean" }] }
 * ```
 */
import { findNodeAtLocation, type Node } from 'jsonc-parser';
import { isJson } from '../../platform/isJson.ts';
import { configFieldTypes } from '../../platform/manifest.ts';
import type { AppProgram } from '../analysis/appProgram.ts';
import type { Fix } from '../analysis/finding.ts';
import type { NodeRule, RuleContext } from './nodeRule.ts';
import { removeNode, setValue } from './support/manifestEdits.ts';
import { type FieldNode, fieldNodes, spanOfNode, textOf, valueNode } from './support/manifestTree.ts';
import { booleansMeant, checkManifestValues, shown, useOneOf } from './support/manifestValues.ts';
import { similarName } from '../../platform/similarName.ts';

const known =
  `key name type choices default hint markdown required secret required_if visible_if site order templating`.split(
    ' ',
  );

/** Names that people write for another one. */
const meant: ReadonlyMap<string, string> = new Map([
  ['description', 'hint'],
  ['help', 'hint'],
  ['label', 'name'],
  ['title', 'name'],
  ['options', 'choices'],
  ['enum', 'choices'],
]);

/** Types of other tools, and what to write for them. */
const typesMeant: ReadonlyMap<string, string> = new Map([
  ['boolean', 'choice'],
  ['bool', 'choice'],
  ['select', 'choice'],
  ['enum', 'choice'],
  ['dropdown', 'choice'],
  ['file', 'attachment'],
  ['object', 'json'],
]);

export const manifestField: NodeRule = {
  name: 'manifest-field',
  create: (context) => ({
    manifest(root) {
      checkConfig(context, root);
      checkManifestValues(context, root);
      const fields = fieldNodes(root);
      const seen = new Set<string>();
      for (const field of fields) {
        checkNames(context, field);
        if (field.key === '' || lacksKey(field)) {
          reportEmptyKey(context, field, fields);
          continue;
        }
        checkKey(context, field, seen);
        // Entries without a key only show text.
        if (field.key !== undefined) {
          checkType(context, field);
          checkChoices(context, field);
        }
      }
    },
  }),
};

/** `config` is a list of fields, or an object of them by key; PostHog takes anything else for no config at all. */
function checkConfig({ app, report }: RuleContext, root: Node): void {
  const config = findNodeAtLocation(root, ['config']);
  if (config?.type === 'array' || config?.type === 'object') {
    checkEntries({ app, report }, config);
    return;
  }
  if (config === undefined) return;
  report(
    spanOfNode(config, app),
    'PostHog reads a list of fields here, and finds none. Write "config": [] and put the fields into it.',
    [setValue(app, 'Make It an Empty List', ['config'], [])],
  );
}

/** What is no field at all; a word is the key of one, and a text in the form has several. */
function checkEntries({ app, report }: Pick<RuleContext, 'app' | 'report'>, config: Node): void {
  for (const [index, child] of (config.children ?? []).entries()) {
    const node = config.type === 'array' ? child : child.children?.[1];
    if (node === undefined || node.type === 'object') continue;
    const text = textOf(node);
    const name = config.type === 'array' ? index : String(child.children?.[0]?.value);
    const field =
      config.type === 'object'
        ? { type: 'string' }
        : text !== undefined && /\s/.test(text)
          ? { markdown: text }
          : { key: text ?? '', type: 'string' };
    report(
      spanOfNode(node, app),
      'This is not a field, so PostHog cannot show it. A field stands in braces: { "key": "size", "type": "string" }.',
      [
        ...(text === undefined ? [] : [setValue(app, 'Make It a Field', ['config', name], field)]),
        removeNode(app, 'Remove This Entry', node),
      ],
    );
  }
}

/** Whether a field that is to be filled in has no key; what only shows a text needs none. */
function lacksKey(field: FieldNode): boolean {
  return (
    field.keyNode === undefined &&
    valueNode(field, 'type') !== undefined &&
    valueNode(field, 'markdown') === undefined
  );
}

/** The one thing to say while somebody is about to write the key; the name of the field tells what it may be. */
function reportEmptyKey({ app, report }: RuleContext, field: FieldNode, fields: readonly FieldNode[]): void {
  const key = keyFrom(textOf(valueNode(field, 'name')) ?? '');
  const isFree = key !== undefined && fields.every((other) => other.key !== key);
  report(
    keySpan(field, app),
    'This config field has no key yet. Write the name by which the code reads it.',
    isFree ? [setValue(app, `Give It the Key ${key}`, [...field.path, 'key'], key)] : [],
  );
}

/** `apiToken` for `API token`; undefined where the words make no name. */
function keyFrom(name: string): string | undefined {
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  const key = words
    .map((word) => (word === word.toUpperCase() ? word.toLowerCase() : word))
    .map(
      (word, index) =>
        (index === 0 ? word.charAt(0).toLowerCase() : word.charAt(0).toUpperCase()) + word.slice(1),
    )
    .join('');
  const isWhole = /^\p{ASCII}*$/u.test(name);
  return isWhole && /^[a-z]/.test(key) ? key : undefined;
}

function checkKey({ app, report }: RuleContext, field: FieldNode, seen: Set<string>): void {
  const { key, keyNode } = field;
  if (key === undefined || keyNode === undefined) return;
  if (seen.has(key)) {
    report(
      spanOfNode(keyNode, app),
      `There are two config fields ${key}, which share one value. Give one another key, or remove it.`,
      [removeNode(app, 'Remove This Field', field.node)],
    );
  }
  seen.add(key);
}

function checkNames({ app, report }: RuleContext, { node }: FieldNode): void {
  const names = (node.children ?? []).flatMap((property) => property.children?.[0] ?? []);
  const taken = new Set(names.map((name) => String(name.value)));
  for (const name of names) {
    const text = String(name.value);
    if (known.includes(text)) continue;
    const right = meant.get(text) ?? similarName(text, known);
    if (right === undefined || taken.has(right)) continue;
    report(spanOfNode(name, app), `PostHog does not know ${text} in a config field. Did you mean ${right}?`, [
      {
        title: `Rename to ${right}`,
        changes: [{ span: spanOfNode(name, app), newText: JSON.stringify(right) }],
      },
    ]);
  }
}

function checkType({ app, report }: RuleContext, field: FieldNode): void {
  const node = valueNode(field, 'type');
  const type = textOf(node);
  if (node === undefined) {
    report(
      keySpan(field, app),
      `The config field ${field.key} has no type, so PostHog's form cannot show it. Use ${configFieldTypes.join(', ')}.`,
      [setValue(app, 'Make It a String', [...field.path, 'type'], 'string')],
    );
    return;
  }
  // A late form knows dictionaries as well.
  if (type !== undefined && (type === 'dictionary' || configFieldTypes.some((name) => name === type))) return;
  const right = typesMeant.get(type ?? '') ?? similarName(type ?? '', configFieldTypes) ?? 'string';
  const more =
    right === 'choice' && type?.startsWith('bool') === true ? ' with the choices "Yes" and "No"' : '';
  report(
    spanOfNode(node, app),
    `PostHog has no config fields of the type ${shown(type ?? node.type)}, and shows an error in its form. Use ${right}${more}.`,
    [changeType(app, field, node, right, more !== '')],
  );
}

function changeType(app: AppProgram, field: FieldNode, node: Node, right: string, isBoolean: boolean): Fix {
  const written = valueNode(field, 'choices') ?? valueNode(field, 'options') ?? valueNode(field, 'enum');
  const needsChoices = isBoolean && written === undefined;
  const title = `Change to ${right}`;
  const choices = needsChoices ? setValue(app, title, [...field.path, 'choices'], ['Yes', 'No']).changes : [];
  const texts = needsChoices ? ['Yes', 'No'] : textsOf(written);
  const chosen = right === 'choice' ? changeDefault(app, field, title, texts) : [];
  return { title, changes: [{ span: spanOfNode(node, app), newText: `"${right}"` }, ...chosen, ...choices] };
}

/** A default that is none of the choices would be the next thing to report. */
function changeDefault(
  app: AppProgram,
  field: FieldNode,
  title: string,
  texts: readonly string[],
): Fix['changes'] {
  const node = valueNode(field, 'default');
  const text = node === undefined ? undefined : String(node.value);
  if (node === undefined || text === undefined || text === '' || texts.length === 0 || texts.includes(text))
    return [];
  const isYes = booleansMeant.get(text.toLowerCase());
  const meantByIt = isYes === undefined ? undefined : isYes ? 'Yes' : 'No';
  const right = texts.find((choice) => choice === meantByIt) ?? similarName(text, texts);
  return right === undefined
    ? removeNode(app, title, node).changes
    : [{ span: spanOfNode(node, app), newText: JSON.stringify(right) }];
}

function textsOf(list: Node | undefined): readonly string[] {
  return list?.type === 'array' ? (list.children ?? []).flatMap((child) => textOf(child) ?? []) : [];
}

/** A `json` arrives as the text that stands there, and the app reads it with `JSON.parse`. */
function checkJsonDefault({ app, report }: Pick<RuleContext, 'app' | 'report'>, field: FieldNode): void {
  const node = valueNode(field, 'default');
  const text = textOf(node);
  if (node === undefined || text === undefined || text.trim() === '' || isJson(text)) return;
  report(
    spanOfNode(node, app),
    'This default is no JSON, so JSON.parse throws until somebody enters another value.',
    [removeNode(app, 'Remove the Default', node)],
  );
}

function checkChoices({ app, report }: RuleContext, field: FieldNode): void {
  const type = textOf(valueNode(field, 'type'));
  const choices = valueNode(field, 'choices');
  if (type === 'json') checkJsonDefault({ app, report }, field);
  if (type !== 'choice') {
    const isKnown = configFieldTypes.some((name) => name === type);
    if (choices === undefined || !isKnown || textsOf(choices).length === 0) return;
    report(
      spanOfNode(choices, app),
      'Only a field of the type choice has choices: PostHog does not show these.',
      [
        setValue(app, 'Change the Type to choice', [...field.path, 'type'], 'choice'),
        removeNode(app, 'Remove the Choices', choices),
      ],
    );
    return;
  }
  const texts = textsOf(choices);
  if (texts.length === 0) {
    report(
      choices === undefined ? keySpan(field, app) : spanOfNode(choices, app),
      `The choice ${field.key} has nothing to choose from. Add "choices": a list of texts.`,
      [fillChoices(app, field, choices)],
    );
    return;
  }
  checkEachChoice({ app, report }, choices);
  const chosen = valueNode(field, 'default');
  const text = textOf(chosen);
  if (chosen === undefined || text === undefined || text === '' || texts.includes(text)) return;
  report(
    spanOfNode(chosen, app),
    `The default ${text} is none of the choices, so the form shows nothing chosen. ${useOneOf(texts)}`,
    // The form shows them in this order, too; what was meant comes first.
    [...new Set([similarName(text, texts) ?? texts[0] ?? '', ...texts])].map((choice) =>
      setValue(app, `Change to ${shown(choice)}`, [...field.path, 'default'], choice),
    ),
  );
}

/** Choices that are no texts, and those that stand in the list a second time. */
function checkEachChoice({ app, report }: Pick<RuleContext, 'app' | 'report'>, list: Node | undefined): void {
  const seen = new Set<string>();
  for (const choice of list?.children ?? []) {
    const text = textOf(choice);
    if (text === undefined) {
      const isPlain = choice.type === 'number' || choice.type === 'boolean';
      const right = JSON.stringify(String(choice.value));
      const change = { span: spanOfNode(choice, app), newText: right };
      report(
        spanOfNode(choice, app),
        'A choice is a text in quotes: the app gets it as a text.',
        isPlain ? [{ title: `Change to ${right}`, changes: [change] }] : [],
      );
    } else if (seen.has(text)) {
      report(
        spanOfNode(choice, app),
        `The choice ${shown(text)} appears twice in this list. Remove one of them.`,
        [removeNode(app, 'Remove This Choice', choice)],
      );
    } else seen.add(text);
  }
}

/** What was written as something else than texts is kept: a number, or several words in one text. */
function fillChoices(app: AppProgram, field: FieldNode, choices: Node | undefined): Fix {
  const written = (choices?.type === 'array' ? (choices.children ?? []) : []).flatMap(({ type, value }) =>
    type === 'number' || type === 'boolean' ? [String(value)] : [],
  );
  const words = (textOf(choices) ?? '').split(/[,;|\n]/).map((word) => word.trim());
  const listed = [...new Set([...written, ...words.filter((word) => word !== '')])];
  const chosen = textOf(valueNode(field, 'default')) ?? '';
  const known = chosen === '' || listed.includes(chosen) ? listed : [chosen, ...listed];
  return listed.length === 0
    ? setValue(app, 'Add Choices', [...field.path, 'choices'], [...new Set([...known, 'Yes', 'No'])])
    : setValue(app, 'Write Them as Texts', [...field.path, 'choices'], known);
}

function keySpan({ keyNode, node }: FieldNode, app: AppProgram): ReturnType<typeof spanOfNode> {
  return spanOfNode(keyNode ?? node, app);
}
