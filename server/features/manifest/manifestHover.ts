/** Hovers in plugin.json: what an entry means, and where the code uses a config key. */
import { findNodeAtOffset, getNodePath, type Node, parseTree } from 'jsonc-parser';
import { type Hover, type HoverParams, MarkupKind } from 'vscode-languageserver';
import { jobsExport } from '../../../platform/lifecycle.ts';
import { configFieldTypes } from '../../../platform/manifest.ts';
import { configTypeDocs, payloadTypeDocs } from '../../../platform/manifestFields.ts';
import type { AppProgram } from '../../analysis/appProgram.ts';
import { findConfigUses } from '../../analysis/configUses.ts';
import type { ServerContext } from '../../context.ts';
import { appCode } from '../../rules/support/appCode.ts';
import { fieldNodes, type FieldNode, textOf, valueNode } from '../../rules/support/manifestTree.ts';
import { type ManifestDocument, manifestDocument } from './manifestDocument.ts';
import { entryAt } from './manifestPlace.ts';

export async function manifestHover(
  context: ServerContext,
  { textDocument, position }: HoverParams,
): Promise<Hover | null> {
  const found = await manifestDocument(context, textDocument.uri);
  if (found === undefined) return null;
  const { document, app } = found;
  const tree = parseTree(document.getText());
  const node = tree === undefined ? undefined : findNodeAtOffset(tree, document.offsetAt(position));
  if (tree === undefined || node === undefined) return null;
  const text =
    usesText(tree, node, app) ??
    entryText(node) ??
    jobText(node, app) ??
    typeText(tree, node) ??
    payloadTypeText(node) ??
    conditionText(tree, node, app) ??
    choiceText(tree, node);
  return text === undefined ? null : hoverOf(found, node, text);
}

function hoverOf({ document }: ManifestDocument, { offset, length }: Node, value: string): Hover {
  return {
    contents: { kind: MarkupKind.Markdown, value },
    range: { start: document.positionAt(offset), end: document.positionAt(offset + length) },
  };
}

/** The name of an entry: its meaning. */
function entryText(node: Node): string | undefined {
  const { parent } = node;
  if (parent?.type !== 'property' || parent.children?.[0] !== node) return undefined;
  const value = parent.children[1];
  const path = value === undefined ? undefined : getNodePath(value);
  return path === undefined ? undefined : entryAt(path)?.doc;
}

/** A name in publicJobs: the job that people start by it. */
function jobText(node: Node, app: AppProgram): string | undefined {
  const path = node.parent?.children?.[0] === node ? getNodePath(node.parent.children[1] ?? node) : [];
  if (path.length !== 2 || path[0] !== 'publicJobs') return undefined;
  const name = `${jobsExport}.${path[1]}`;
  const job = appCode(app).lifecycle.find((candidate) => candidate.name === name);
  if (job === undefined) return undefined;
  const file = job.node.getSourceFile();
  const { line } = file.getLineAndCharacterOfPosition(job.node.getStart());
  return `Starts \`${name}\` in ${file.fileName.slice(app.root.length).replace(/^\//, '')}, line ${line + 1}.`;
}

/** The type of a field: what people fill in, and what the app gets of it. */
function typeText(tree: Node, node: Node): string | undefined {
  const isType = fieldNodes(tree).some((field) => valueNode(field, 'type') === node);
  const type = configFieldTypes.find((name) => name === textOf(node));
  return isType && type !== undefined ? configTypeDocs[type] : undefined;
}

/** The type of a field in the payload of a public job. */
function payloadTypeText(node: Node): string | undefined {
  const [first, , third, , fifth, ...more] = node.type === 'string' ? getNodePath(node) : [];
  const isType = first === 'publicJobs' && third === 'payload' && fifth === 'type' && more.length === 0;
  const type = textOf(node);
  return isType && type !== undefined && Object.hasOwn(payloadTypeDocs, type)
    ? payloadTypeDocs[type]
    : undefined;
}

/** Either side of a condition: the field that it names, or the value that it asks for. */
function conditionText(tree: Node, node: Node, app: AppProgram): string | undefined {
  const path = getNodePath(node);
  const [, , name] = path;
  if (path.length !== 5 || (name !== 'visible_if' && name !== 'required_if')) return undefined;
  const key = textOf(node.parent?.children?.[0]);
  const named = key === undefined ? undefined : fieldNodes(tree).find((field) => field.key === key);
  if (key === undefined || named === undefined) return undefined;
  if (node !== node.parent?.children?.[0]) {
    const value = textOf(node);
    const held = value === '' ? 'is empty' : `is \`${value}\``;
    return value === undefined ? undefined : `Holds when \`${key}\` ${held}.`;
  }
  const label = textOf(valueNode(named, 'name'));
  const type = textOf(valueNode(named, 'type')) ?? 'field without a type';
  const heading = `${label === undefined ? '' : `**${label}**, `}${type}`;
  return [heading, readText(named, key, app)].join('\n\n');
}

/** A choice, among the choices or as the default: how the code asks for it. */
function choiceText(tree: Node, node: Node): string | undefined {
  const field = fieldNodes(tree).find((candidate) => {
    const list = valueNode(candidate, 'choices');
    const isListed = list?.children?.some((choice) => textOf(choice) === textOf(node)) === true;
    return isListed && (node.parent === list || valueNode(candidate, 'default') === node);
  });
  if (field?.key === undefined || node.type !== 'string') return undefined;
  const isName = /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(field.key);
  const access = isName ? `.${field.key}` : `[${JSON.stringify(field.key)}]`;
  return `\`\`\`js\nmeta.config${access} === ${JSON.stringify(textOf(node))}\n\`\`\``;
}

/** The key of a field: who reads it. */
function usesText(tree: Node, node: Node, app: AppProgram): string | undefined {
  const field = fieldNodes(tree).find(({ keyNode }) => keyNode === node);
  const key = textOf(node);
  return field === undefined || key === undefined ? undefined : readText(field, key, app);
}

function readText(field: FieldNode, key: string, app: AppProgram): string {
  const type = textOf(valueNode(field, 'type'));
  const access = type === 'attachment' ? `meta.attachments.${key}` : `meta.config.${key}`;
  const uses = findConfigUses(app).filter((use) => use.key === key);
  if (uses.length === 0) return `Read as \`${access}\`. The code does not name it.`;
  const places = uses.slice(0, 8).map(({ node: use }) => {
    const file = use.getSourceFile();
    const { line } = file.getLineAndCharacterOfPosition(use.getStart());
    return `- ${file.fileName.slice(app.root.length).replace(/^\//, '')}, line ${line + 1}`;
  });
  const more = uses.length > places.length ? [`- and ${uses.length - places.length} more`] : [];
  return [`Read as \`${access}\`:`, '', ...places, ...more].join('\n');
}
