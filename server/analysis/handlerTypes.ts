/**
 * Gives the parameters of lifecycle functions their types, where the author wrote none: in
 * `export function onEvent(event, meta)`, `event` and `meta` are what PostHog passes.
 *
 * TypeScript has no way to say "an export of this name has this type", and text may not be inserted, because every
 * position in the program has to be one of the author's text. So the annotation is put into the syntax tree, between
 * parsing and binding: the checker then sees `event: PostHogApp.ProcessedPluginEvent`, and no offset moves.
 */
import ts from 'typescript';
import { jobsExport, type LifecycleExport, lifecycleExport } from '../../platform/lifecycle.ts';
import type { Profile } from '../../platform/profiles.ts';
import { findLifecycleFunctions } from './lifecycleFunctions.ts';
import { findWrappedHandlers } from './wrappedHandlers.ts';

const given = new WeakMap<ts.Node, string>();
/** The parameters that were annotated in a file. */
const treated = new WeakMap<ts.SourceFile, ts.ParameterDeclaration[]>();

/** Annotates the lifecycle functions of a file that was just parsed. A file that was treated before stays as it is. */
export function annotateHandlers(file: ts.SourceFile): void {
  if (treated.has(file)) return;
  const annotated: ts.ParameterDeclaration[] = [];
  treated.set(file, annotated);
  for (const { name, node } of findLifecycleFunctions(file)) {
    linkParentsOf(node, file);
    if (hasTypeOfItsOwn(node)) continue;
    node.parameters.forEach((parameter, index) => give(parameter, parameterTypes(name)[index]));
  }
  for (const { name, node } of findWrappedHandlers(file)) {
    linkParentsOf(node, file);
    if (hasTypeOfItsOwn(node)) continue;
    // Nobody knows in which order the wrapper passes them, but their names tell.
    for (const parameter of node.parameters) give(parameter, typeByName(parameter, name));
  }

  function give(parameter: ts.ParameterDeclaration, type: string | undefined): void {
    if (type === undefined || !isUntyped(parameter)) return;
    annotate(parameter, type);
    annotated.push(parameter);
  }
}

function typeByName({ name }: ts.ParameterDeclaration, handler: string): string | undefined {
  if (ts.isObjectBindingPattern(name)) return takesPartsOfMeta(name) ? meta : undefined;
  if (!ts.isIdentifier(name)) return undefined;
  if (name.text === 'meta') return meta;
  const [input] = parameterTypes(handler);
  const isInput = name.text === 'event' || name.text === 'events';
  return isInput && input !== meta ? input : undefined;
}

/** `({ config, jobs }) =>`: whether all that a pattern takes is in `meta`. */
function takesPartsOfMeta({ elements }: ts.ObjectBindingPattern): boolean {
  return (
    elements.length > 0 &&
    elements.every(({ name, propertyName, dotDotDotToken }) => {
      const key = propertyName ?? name;
      return dotDotDotToken === undefined && ts.isIdentifier(key) && partsOfMeta.has(key.text);
    })
  );
}

const partsOfMeta: ReadonlySet<string> = new Set(
  'config attachments global cache storage geoip jobs metrics utils'.split(' '),
);

/** Takes the annotations back: the parser is about to use parts of the tree for the next version of the file. */
export function clearHandlers(file: ts.SourceFile): void {
  for (const parameter of treated.get(file) ?? []) Object.assign(parameter, { type: undefined });
  treated.delete(file);
}

/**
 * JSDoc is found by way of the parents, which TypeScript sets later, when it binds the file. Here they are set in the
 * statement that a function stands in, without what functions do inside.
 */
function linkParentsOf({ pos, end }: ts.Node, file: ts.SourceFile): void {
  const statement = file.statements.find((candidate) => candidate.pos <= pos && end <= candidate.end);
  if (statement === undefined || statement.parent === file) return;
  linkParent(statement, file);
  linkParents(statement);
}

function linkParents(node: ts.Node): void {
  ts.forEachChild(node, (child) => {
    linkParent(child, node);
    if (!ts.isBlock(child)) linkParents(child);
  });
}

function linkParent(node: ts.Node, parent: ts.Node): void {
  (node as { parent: ts.Node }).parent = parent;
}

/** Whether the type of a parameter is ours, so that the editor's own support knows nothing of it. */
export function isGivenType(parameter: ts.Node): boolean {
  return ts.isParameter(parameter) && parameter.type !== undefined && given.has(parameter.type);
}

/** The type that a parameter got from us, as one writes it. */
export function givenTypeText(parameter: ts.ParameterDeclaration): string | undefined {
  return parameter.type === undefined ? undefined : given.get(parameter.type);
}

/** Types of the parameters of a lifecycle function or job, in order; undefined for what an app decides itself. */
export function parameterTypes(name: string): readonly (string | undefined)[] {
  if (name.startsWith(`${jobsExport}.`)) return [undefined, meta];
  const entry = lifecycleExport(name);
  return entry === undefined ? [] : [...inputTypes(entry), meta];
}

const meta = 'PostHogApp.PluginMeta';

/**
 * A type of a parameter under the name that it has in a profile: servers of 2021 had one kind of event, and the types that
 * the parameters get here, whatever the profile, have the same members then.
 */
export function nameInProfile(text: string, profile: Profile): string {
  return profile === 'plugin-server-1.10.5' ? text.replaceAll('.ProcessedPluginEvent', '.PluginEvent') : text;
}

function inputTypes({ name, input }: LifecycleExport): readonly string[] {
  if (name === 'onAction') return ['PostHogApp.Action', 'PostHogApp.ProcessedPluginEvent'];
  if (name === 'composeWebhook') return ['PostHogApp.PostHogEvent'];
  const event = name.startsWith('process') ? 'PostHogApp.PluginEvent' : 'PostHogApp.ProcessedPluginEvent';
  switch (input) {
    case 'event':
      return [event];
    case 'events':
      return [`${event}[]`];
    case 'payload':
    case 'none':
      return [];
  }
}

/** Whether `@type` or an annotation of the variable types the whole function. */
export function hasTypeOfItsOwn(node: ts.FunctionLikeDeclaration): boolean {
  if (ts.getJSDocTypeTag(node) !== undefined) return true;
  for (let at: ts.Node = node; !ts.isStatement(at); at = at.parent) {
    if (ts.isVariableDeclaration(at)) return at.type !== undefined || ts.getJSDocTypeTag(at) !== undefined;
    if (ts.isSatisfiesExpression(at) || ts.isAsExpression(at)) return true;
  }
  return false;
}

/** Whether nothing in the code gives a parameter a type. */
export function isUntyped(parameter: ts.ParameterDeclaration): boolean {
  return (
    parameter.type === undefined &&
    parameter.initializer === undefined &&
    parameter.dotDotDotToken === undefined &&
    ts.getJSDocType(parameter) === undefined
  );
}

/**
 * Puts the annotation right behind the name, outside the parameter's own range, so that no search for the node at a
 * position comes upon it.
 */
function annotate(parameter: ts.ParameterDeclaration, text: string): void {
  const type = parseType(text);
  place(type, parameter.name.end);
  given.set(type, text);
  Object.assign(type, { parent: parameter });
  Object.assign(parameter, { type });
}

function parseType(text: string): ts.TypeNode {
  const file = ts.createSourceFile('type.ts', `let x: ${text}`, ts.ScriptTarget.Latest, true);
  const statement = file.statements[0];
  const type =
    statement !== undefined && ts.isVariableStatement(statement)
      ? statement.declarationList.declarations[0]?.type
      : undefined;
  if (type === undefined) throw new Error(`"${text}" is no type.`);
  return type;
}

/**
 * A node of no width counts as missing, so this one takes the character behind the name. Identifiers get no position:
 * then their text is not read from the file.
 */
function place(node: ts.Node, position: number): void {
  Object.assign(node, ts.isIdentifier(node) ? { pos: -1, end: -1 } : { pos: position, end: position + 1 });
  ts.forEachChild(node, (child) => place(child, position));
}
