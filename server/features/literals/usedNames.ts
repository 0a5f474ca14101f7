/** Names of events and properties that an app itself uses, by syntax alone and once for each text of a file. */
import ts from 'typescript';

export interface UsedNames {
  /** Name to the offsets at which it stands. */
  readonly events: ReadonlyMap<string, readonly number[]>;
  readonly properties: ReadonlyMap<string, readonly number[]>;
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
  const add = (names: Map<string, number[]>, name: string, at: ts.Node): void => {
    if (name !== '') names.set(name, [...(names.get(name) ?? []), at.end]);
  };
  const addEvent = (node: ts.Node | undefined): void => {
    if (node !== undefined && ts.isStringLiteralLike(node)) add(events, node.text, node);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const name = ts.isPropertyAccessExpression(node.expression) ? node.expression.name.text : '';
      if (name === 'capture') {
        addEvent(node.arguments[0]);
        addKeys(node.arguments[1]);
      }
    } else if (ts.isBinaryExpression(node) && isMember(node.left, 'event')) addEvent(node.right);
    else if (ts.isSwitchStatement(node) && isMember(node.expression, 'event')) {
      for (const clause of node.caseBlock.clauses)
        addEvent(ts.isCaseClause(clause) ? clause.expression : undefined);
    } else if (ts.isPropertyAccessExpression(node) && isMember(node.expression, 'properties')) {
      add(properties, node.name.text, node.name);
    } else if (ts.isElementAccessExpression(node) && isMember(node.expression, 'properties')) {
      const { argumentExpression: key } = node;
      if (ts.isStringLiteralLike(key)) add(properties, key.text, key);
    }
    ts.forEachChild(node, visit);
  };
  const addKeys = (node: ts.Node | undefined): void => {
    if (node === undefined || !ts.isObjectLiteralExpression(node)) return;
    for (const { name } of node.properties) {
      if (name !== undefined && (ts.isIdentifier(name) || ts.isStringLiteral(name)))
        add(properties, name.text, name);
    }
  };
  visit(file);
  return { events, properties };
}

function isMember(node: ts.Expression, name: string): boolean {
  const bare = ts.isNonNullExpression(node) ? node.expression : node;
  return ts.isPropertyAccessExpression(bare) && bare.name.text === name;
}
