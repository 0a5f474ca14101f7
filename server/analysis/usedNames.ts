/** Names of events and properties that an app itself uses, by syntax alone and once for each text of a file. */
import ts from 'typescript';

export interface UsedNames {
  /** Name to the offsets at which it stands. */
  readonly events: ReadonlyMap<string, readonly number[]>;
  readonly properties: ReadonlyMap<string, readonly number[]>;
  /** Names of what persons have: in `$set`, `$set_once` and `$unset`. */
  readonly personProperties: ReadonlyMap<string, readonly number[]>;
  /** Types of groups: the keys of `$groups`. */
  readonly groups: ReadonlyMap<string, readonly number[]>;
  /** Those of them that the code looks for in the events that it gets, in the order of the text. */
  readonly read: ReadNames;
  /** Where names of events stand that the text of the file does not tell, and lists of such; see heldTexts.ts. */
  readonly held: {
    readonly events: readonly ts.Expression[];
    readonly lists: readonly ts.Expression[];
  };
}

/** Names that the code looks for in the events that it gets. */
export interface ReadNames {
  readonly events: readonly string[];
  readonly properties: readonly string[];
}

const known = new WeakMap<ts.SourceFile, UsedNames>();

export function usedNamesOf(file: ts.SourceFile): UsedNames {
  const names = known.get(file) ?? readNames(file);
  known.set(file, names);
  return names;
}

function readNames(file: ts.SourceFile): UsedNames {
  const events = new Map<string, number[]>();
  const properties = new Map<string, number[]>();
  const personProperties = new Map<string, number[]>();
  const groups = new Map<string, number[]>();
  const readEvents = new Set<string>();
  const readProperties = new Set<string>();
  const add = (names: Map<string, number[]>, name: string, at: ts.Node): void => {
    if (name === '') return;
    const places = names.get(name);
    if (places === undefined) names.set(name, [at.end]);
    else places.push(at.end);
  };
  const constants = constantTexts(file);
  /** A name that is written out, or held by a constant of the file. */
  const textOf = (node: ts.Node | undefined): string => {
    if (node === undefined) return '';
    if (ts.isStringLiteralLike(node)) return node.text;
    return ts.isIdentifier(node) ? (constants.get(node.text) ?? '') : '';
  };
  const heldEvents: ts.Expression[] = [];
  const heldLists: ts.Expression[] = [];
  const addEvent = (node: ts.Expression | undefined): void => {
    if (node === undefined) return;
    const name = textOf(node);
    if (name === '' && isReference(node)) heldEvents.push(node);
    add(events, name, node);
  };
  const readEvent = (node: ts.Expression | undefined): void => {
    addEvent(node);
    const name = textOf(node);
    if (name !== '') readEvents.add(name);
  };
  /** The names of which the members of something are one, by how it is called. */
  const namesUnder = (name: string | undefined): Map<string, number[]> | undefined => {
    if (name === 'properties') return properties;
    if (name === '$groups') return groups;
    return name !== undefined && isOfPerson.test(name) ? personProperties : undefined;
  };
  const readMember = (holder: ts.Expression, name: string, at: ts.Node): void => {
    const names = namesUnder(memberName(holder));
    if (names === undefined) return;
    add(names, name, at);
    if (names === properties && !isAssigned(at.parent)) readProperties.add(name);
  };
  const readPattern = ({ name, initializer }: ts.VariableDeclaration): void => {
    if (initializer === undefined || !ts.isObjectBindingPattern(name)) return;
    const from = ts.isBinaryExpression(initializer) ? initializer.left : initializer;
    for (const { propertyName, name: local, dotDotDotToken } of name.elements) {
      const key = propertyName ?? local;
      if (dotDotDotToken === undefined && (ts.isIdentifier(key) || ts.isStringLiteral(key)))
        readMember(from, key.text, key);
    }
  };
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const name = ts.isPropertyAccessExpression(node.expression) ? node.expression.name.text : '';
      if (name === 'capture') {
        addEvent(node.arguments[0]);
        // PostHog takes the time of the event out of its properties.
        addKeys(properties, node.arguments[1], (key) => key !== 'timestamp');
      } else if (asksList.has(name) && isMemberIfThere(node.arguments[0], 'event')) {
        const list = (node.expression as ts.PropertyAccessExpression).expression;
        if (isReference(list)) heldLists.push(list);
        for (const element of listElements(list)) readEvent(element);
      }
    } else if (ts.isBinaryExpression(node)) {
      if (isMember(node.left, 'event')) readEvent(node.right);
      else if (isEquality.has(node.operatorToken.kind) && isMember(node.right, 'event')) readEvent(node.left);
      else if (isAssignment(node)) addKeys(namesUnder(memberName(node.left)), node.right);
    } else if (ts.isSwitchStatement(node) && isMember(node.expression, 'event')) {
      for (const clause of node.caseBlock.clauses)
        readEvent(ts.isCaseClause(clause) ? clause.expression : undefined);
    } else if (ts.isPropertyAccessExpression(node)) readMember(node.expression, node.name.text, node.name);
    else if (ts.isElementAccessExpression(node)) {
      const { argumentExpression: key } = node;
      if (ts.isStringLiteralLike(key)) readMember(node.expression, key.text, key);
    } else if (ts.isVariableDeclaration(node)) readPattern(node);
    else if (ts.isPropertyAssignment(node) && ts.isIdentifier(node.name) && node.name.text !== 'properties')
      addKeys(namesUnder(node.name.text), node.initializer);
    ts.forEachChild(node, visit);
  };
  const addKeys = (
    names: Map<string, number[]> | undefined,
    node: ts.Node | undefined,
    isMeant: (key: string) => boolean = () => true,
  ): void => {
    if (names === undefined || node === undefined) return;
    for (const element of ts.isArrayLiteralExpression(node) ? node.elements : [])
      if (ts.isStringLiteralLike(element)) add(names, element.text, element);
    for (const { name } of ts.isObjectLiteralExpression(node) ? node.properties : []) {
      if (name !== undefined && (ts.isIdentifier(name) || ts.isStringLiteral(name)) && isMeant(name.text))
        add(names, name.text, name);
    }
  };
  visit(file);
  return {
    events,
    properties,
    personProperties,
    groups,
    read: { events: [...readEvents], properties: [...readProperties] },
    held: { events: heldEvents, lists: heldLists },
  };
}

/** What constants at the top of a file hold, where it is a text. */
function constantTexts({ statements }: ts.SourceFile): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const statement of statements) {
    if (!ts.isVariableStatement(statement) || (statement.declarationList.flags & ts.NodeFlags.Const) === 0)
      continue;
    for (const { initializer, name } of statement.declarationList.declarations) {
      if (initializer === undefined || !ts.isIdentifier(name)) continue;
      const value = ts.isAsExpression(initializer) ? initializer.expression : initializer;
      if (ts.isStringLiteralLike(value)) found.set(name.text, value.text);
    }
  }
  return found;
}

const isOfPerson = /^\$(?:set|set_once|unset)$/;

const asksList: ReadonlySet<string> = new Set(['includes', 'indexOf', 'has']);

const isEquality: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
]);

/** A name, or a member of something. */
function isReference(node: ts.Expression): boolean {
  return ts.isIdentifier(node) || ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);
}

/** The elements of a list that is written out, also inside of `new Set(…)`. */
export function listElements(list: ts.Expression): readonly ts.Expression[] {
  if (ts.isArrayLiteralExpression(list)) return list.elements;
  const [held] =
    ts.isNewExpression(list) && list.expression.getText() === 'Set' ? (list.arguments ?? []) : [];
  return held !== undefined && ts.isArrayLiteralExpression(held) ? held.elements : [];
}

function isMemberIfThere(node: ts.Expression | undefined, name: string): boolean {
  return node !== undefined && isMember(node, name);
}

function isMember(node: ts.Expression, name: string): boolean {
  return memberName(node) === name;
}

function memberName(node: ts.Expression): string | undefined {
  const bare = ts.isNonNullExpression(node) ? node.expression : node;
  return ts.isPropertyAccessExpression(bare) ? bare.name.text : undefined;
}

/** Whether a property is written to, and not read. */
function isAssigned(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isDeleteExpression(parent)) return true;
  return ts.isBinaryExpression(parent) && parent.left === node && isAssignment(parent);
}

function isAssignment({ operatorToken }: ts.BinaryExpression): boolean {
  return operatorToken.kind === ts.SyntaxKind.EqualsToken;
}
