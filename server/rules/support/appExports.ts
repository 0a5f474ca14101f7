/**
 * What a file exports, and what stands behind it: through constants, other names, objects, classes and other files
 * (reference 2.1). By syntax alone; what is put together in another way makes the result open: there may be more.
 */
import ts from 'typescript';
import { withoutWrapping } from './appFunctions.ts';
import { type Binding, fileScope, isChangedLater } from './fileScope.ts';

/** Where PostHog looks, in its order: the exports by name, the default export, module.exports. */
export type ExportPlace = 0 | 1 | 2;

export interface ExportedValue {
  readonly name: string;
  readonly place: ExportPlace;
  /** A function, a class, or an expression; undefined when it is not known. */
  readonly value: ts.Node | undefined;
}

export interface Exports {
  readonly values: readonly ExportedValue[];
  /** Whether there may be others. */
  readonly isOpen: boolean;
}

/** The members of an object, by their names. */
export interface Members {
  readonly values: ReadonlyMap<string, ts.Node | undefined>;
  readonly isOpen: boolean;
}

/** Finds the file that a specifier means. */
export type FindFile = (specifier: string, from: ts.SourceFile) => ts.SourceFile | undefined;

const depthLimit = 12;

export class ExportReader {
  readonly #findFile: FindFile;
  readonly #known = new Map<ts.SourceFile, Exports>();

  constructor(findFile: FindFile) {
    this.#findFile = findFile;
  }

  /** What a file exports. */
  of(file: ts.SourceFile): Exports {
    const known = this.#known.get(file);
    if (known !== undefined) return known;
    // Files may import each other in a circle.
    this.#known.set(file, { values: [], isOpen: true });
    const exports = this.#read(file);
    this.#known.set(file, exports);
    return exports;
  }

  /** The members of an object that a value is, or names. */
  membersOf(value: ts.Node | undefined, depth = 0): Members {
    const node = value === undefined ? undefined : this.resolve(value, depth);
    if (node === undefined || depth > depthLimit) return open;
    const isGrown = isChangedByName(value);
    if (ts.isObjectLiteralExpression(node)) return this.#ofLiteral(node, isGrown, depth);
    if (ts.isNewExpression(node)) {
      const made = this.resolve(node.expression, depth + 1);
      return made !== undefined && ts.isClassLike(made) ? ofClass(made) : open;
    }
    return open;
  }

  /** The function, class or expression that a value is in the end; undefined when it is not known. */
  resolve(value: ts.Node, depth = 0): ts.Node | undefined {
    const node = ts.isExpression(value) ? withoutWrapping(value) : value;
    if (depth > depthLimit) return undefined;
    if (ts.isIdentifier(node)) {
      const file = node.getSourceFile();
      const binding = fileScope(file).get(node.text);
      return binding === undefined ? undefined : this.#behind(binding, file, depth + 1);
    }
    if (ts.isPropertyAccessExpression(node)) {
      const { isOpen, values } = this.membersOf(node.expression, depth + 1);
      const member = values.get(node.name.text);
      return member === undefined || isOpen ? undefined : this.resolve(member, depth + 1);
    }
    return node;
  }

  #behind(binding: Binding, file: ts.SourceFile, depth: number): ts.Node | undefined {
    if (binding.kind === 'value') return this.resolve(binding.node, depth);
    if (binding.kind === 'member') {
      const member = this.membersOf(binding.of, depth).values.get(binding.name);
      return member === undefined ? undefined : this.resolve(member, depth);
    }
    const { name, specifier } = binding;
    const target = this.#findFile(specifier, file);
    if (target === undefined || name === null) return undefined;
    const found = this.of(target).values.find((value) => value.name === name)?.value;
    return found === undefined ? undefined : this.resolve(found, depth);
  }

  #ofLiteral(object: ts.ObjectLiteralExpression, isGrown: boolean, depth: number): Members {
    const values = new Map<string, ts.Node | undefined>();
    let isOpen = isGrown;
    for (const property of object.properties) {
      if (ts.isSpreadAssignment(property)) {
        const spread = this.membersOf(property.expression, depth + 1);
        isOpen ||= spread.isOpen;
        for (const [name, value] of spread.values) values.set(name, value);
        continue;
      }
      const { name } = property;
      if (!ts.isIdentifier(name) && !ts.isStringLiteralLike(name)) isOpen = true;
      else values.set(name.text, memberValue(property));
    }
    return { values, isOpen };
  }

  #read(file: ts.SourceFile): Exports {
    const values: ExportedValue[] = [];
    let isOpen = false;
    const seenExports = new Set<ts.Node>();
    const add = (name: string, value: ts.Node | undefined, place: ExportPlace): void => {
      values.push({ name, value, place });
    };
    const addAll = (value: ts.Expression, place: ExportPlace): void => {
      const members = this.membersOf(value);
      isOpen ||= members.isOpen;
      for (const [name, member] of members.values) add(name, member, place);
    };
    for (const statement of file.statements) {
      if (ts.isExportAssignment(statement)) {
        add('default', statement.expression, 0);
        addAll(statement.expression, statement.isExportEquals === true ? 2 : 1);
      } else if (ts.isExportDeclaration(statement)) {
        isOpen = this.#addListed(statement, file, add, addAll) || isOpen;
      } else if (isExported(statement)) {
        for (const [name, value] of declaredBy(statement)) add(name, value, 0);
      }
      for (const assignment of assignments(statement)) {
        const target = exportsTarget(assignment.left, seenExports);
        if (target === undefined) continue;
        // `exports` and `module.exports` are two objects to PostHog, which looks into this one first.
        const place = /^exports\b/.test(assignment.left.getText()) ? 0 : 2;
        if (target === null) addAll(lastValue(assignment.right), place);
        // `exports.name = void 0` makes room for what follows.
        else if (!ts.isVoidExpression(assignment.right)) add(target, lastValue(assignment.right), place);
      }
      const called = calledWithExports(statement, seenExports);
      if (called?.kind === 'assign') addAll(called.value, 2);
      else if (called?.kind === 'define' && called.name !== '__esModule') add(called.name, called.value, 2);
    }
    isOpen = hasOtherExports(file, seenExports) || isOpen;
    if (values.length === 0 && !isOpen && !file.statements.some(isExporting)) {
      for (const statement of file.statements) {
        const isVariable = ts.isVariableStatement(statement);
        if (isVariable && (statement.declarationList.flags & ts.NodeFlags.BlockScoped) !== 0) continue;
        for (const [name, value] of declaredBy(statement)) add(name, value, 0);
      }
    }
    const changed = values.map((value) =>
      changesLater(value, file) ? { ...value, value: undefined } : value,
    );
    return { values: changed, isOpen };
  }

  /** @returns whether there may be more. */
  #addListed(
    { exportClause, moduleSpecifier }: ts.ExportDeclaration,
    file: ts.SourceFile,
    add: (name: string, value: ts.Node | undefined, place: ExportPlace) => void,
    addAll: (value: ts.Expression, place: ExportPlace) => void,
  ): boolean {
    const from =
      moduleSpecifier !== undefined && ts.isStringLiteral(moduleSpecifier)
        ? this.#findFile(moduleSpecifier.text, file)
        : undefined;
    if (exportClause === undefined) {
      if (from === undefined) return true;
      const { isOpen, values } = this.of(from);
      for (const { name, value } of values) if (name !== 'default') add(name, value, 0);
      return isOpen;
    }
    if (ts.isNamespaceExport(exportClause)) {
      add(exportClause.name.text, undefined, 0);
      return false;
    }
    for (const { name, propertyName } of exportClause.elements) {
      const local = propertyName ?? name;
      if (moduleSpecifier === undefined) {
        const value = ts.isIdentifier(local) ? local : undefined;
        add(name.text, value, 0);
        if (name.text === 'default' && value !== undefined) addAll(value, 1);
      } else {
        const found =
          from === undefined ? undefined : this.of(from).values.find((value) => value.name === local.text);
        add(name.text, found?.value, 0);
      }
    }
    return false;
  }
}

const open: Members = { values: new Map(), isOpen: true };

/** Whether a name has members that its literal does not show. */
function isChangedByName(value: ts.Node | undefined): boolean {
  return value !== undefined && ts.isIdentifier(value) && isChangedLater(value.text, value.getSourceFile());
}

function memberValue(property: ts.ObjectLiteralElementLike): ts.Node | undefined {
  if (ts.isPropertyAssignment(property)) return property.initializer;
  if (ts.isMethodDeclaration(property)) return property;
  return ts.isShorthandPropertyAssignment(property) ? property.name : undefined;
}

/** The methods of a class, and its fields. */
function ofClass({ heritageClauses, members }: ts.ClassLikeDeclaration): Members {
  const values = new Map<string, ts.Node | undefined>();
  for (const member of members) {
    const { name } = member;
    if (name === undefined || !ts.isIdentifier(name) || isStatic(member)) continue;
    if (ts.isMethodDeclaration(member)) values.set(name.text, member);
    else values.set(name.text, ts.isPropertyDeclaration(member) ? member.initializer : undefined);
  }
  const isAssigned = members.some(
    (member) => ts.isConstructorDeclaration(member) && /\bthis\s*[.[]/.test(member.getText()),
  );
  return { values, isOpen: isAssigned || heritageClauses !== undefined };
}

function isStatic(node: ts.Declaration): boolean {
  return (ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Static) !== 0;
}

function isExported(statement: ts.Statement): boolean {
  return (
    ts.canHaveModifiers(statement) &&
    (ts.getModifiers(statement) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
  );
}

function isExporting(statement: ts.Statement): boolean {
  return ts.isExportDeclaration(statement) || ts.isExportAssignment(statement) || isExported(statement);
}

/** The names that a statement declares; of a function that is the default export there is none to be called by. */
function declaredBy(statement: ts.Statement): readonly (readonly [string, ts.Node | undefined])[] {
  if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) {
    const isDefault = (ts.getModifiers(statement) ?? []).some(
      ({ kind }) => kind === ts.SyntaxKind.DefaultKeyword,
    );
    const name = isDefault ? 'default' : statement.name?.text;
    return name === undefined ? [] : [[name, statement]];
  }
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations.flatMap(
    ({ initializer, name }): readonly (readonly [string, ts.Node | undefined])[] => {
      if (ts.isIdentifier(name)) return [[name.text, initializer]];
      if (!ts.isObjectBindingPattern(name)) return [];
      return name.elements.flatMap((element) =>
        ts.isIdentifier(element.name) ? [[element.name.text, element.name] as const] : [],
      );
    },
  );
}

/** `a = b = value` as well. */
function assignments(statement: ts.Statement): readonly ts.BinaryExpression[] {
  const found: ts.BinaryExpression[] = [];
  let node: ts.Node | undefined = ts.isExpressionStatement(statement) ? statement.expression : undefined;
  while (node !== undefined && isAssignment(node)) {
    found.push(node);
    node = node.right;
  }
  return found;
}

function isAssignment(node: ts.Node): node is ts.BinaryExpression {
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken;
}

function lastValue(node: ts.Expression): ts.Expression {
  let value = node;
  while (isAssignment(value)) value = value.right;
  return value;
}

/** The name that an assignment exports, null for all exports at once; notes where it says `exports`. */
function exportsTarget(left: ts.Expression, seen: Set<ts.Node>): string | null | undefined {
  if (exportsNode(left, seen)) return null;
  if (ts.isPropertyAccessExpression(left) && exportsNode(left.expression, seen)) return left.name.text;
  if (
    ts.isElementAccessExpression(left) &&
    ts.isStringLiteralLike(left.argumentExpression) &&
    exportsNode(left.expression, seen)
  ) {
    return left.argumentExpression.text;
  }
  return undefined;
}

/** `exports` and `module.exports`. */
function exportsNode(node: ts.Node, seen: Set<ts.Node>): boolean {
  const name =
    ts.isPropertyAccessExpression(node) &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === 'module'
      ? node.name
      : node;
  if (!ts.isIdentifier(name) || name.text !== 'exports') return false;
  seen.add(name);
  return true;
}

type ExportingCall =
  | { readonly kind: 'assign'; readonly value: ts.Expression }
  | { readonly kind: 'define'; readonly name: string; readonly value: ts.Node | undefined };

/** `Object.assign(exports, value)`, `Object.defineProperty(exports, 'name', …)`. */
function calledWithExports(statement: ts.Statement, seen: Set<ts.Node>): ExportingCall | undefined {
  if (!ts.isExpressionStatement(statement) || !ts.isCallExpression(statement.expression)) return undefined;
  const { arguments: args, expression } = statement.expression;
  const [target, second, third] = args;
  if (!ts.isPropertyAccessExpression(expression) || target === undefined || second === undefined)
    return undefined;
  if (expression.name.text === 'assign' && args.length === 2) {
    return exportsNode(target, seen) ? { kind: 'assign', value: second } : undefined;
  }
  if (expression.name.text !== 'defineProperty' || !ts.isStringLiteralLike(second)) return undefined;
  if (!exportsNode(target, seen)) return undefined;
  const value = third === undefined ? undefined : definedValue(third);
  return { kind: 'define', name: second.text, value };
}

/** The value of a property descriptor, or what its getter returns at once. */
function definedValue(descriptor: ts.Expression): ts.Node | undefined {
  if (!ts.isObjectLiteralExpression(descriptor)) return undefined;
  for (const property of descriptor.properties) {
    const name = property.name?.getText();
    if (name === 'value') return memberValue(property);
    if (name !== 'get') continue;
    const getter = ts.isPropertyAssignment(property) ? property.initializer : property;
    if (ts.isArrowFunction(getter) && ts.isExpression(getter.body)) return getter.body;
    const body = ts.isFunctionLike(getter) && 'body' in getter ? getter.body : undefined;
    const [only] = body !== undefined && ts.isBlock(body) ? body.statements : [];
    return only !== undefined && ts.isReturnStatement(only) ? only.expression : undefined;
  }
  return undefined;
}

/** An export that gets another value later, or members one by one, is not known by its first value. */
function changesLater({ name, value }: ExportedValue, file: ts.SourceFile): boolean {
  if (value !== undefined && ts.isFunctionLike(value)) return false;
  return /^(?:jobs|metrics)$/.test(name) && isChangedLater(name, file);
}

/** Whether the file does something with its exports that was not understood. */
function hasOtherExports(file: ts.SourceFile, seen: ReadonlySet<ts.Node>): boolean {
  if (!/\bexports\b/.test(file.text)) return false;
  let isOther = false;
  const stack: ts.Node[] = [...file.statements];
  for (let node = stack.pop(); node !== undefined && !isOther; node = stack.pop()) {
    // The functions around the files of a bundle have exports of their own.
    if (ts.isFunctionLike(node) && node.parameters.some(({ name }) => name.getText() === 'exports')) continue;
    if (!ts.isIdentifier(node)) ts.forEachChild(node, (child) => void stack.push(child));
    else if (node.text === 'exports' && !seen.has(node)) isOther = !isReadOnly(node);
  }
  return isOther;
}

/** `exports.name(…)` and `typeof exports` change nothing. */
function isReadOnly(node: ts.Identifier): boolean {
  const around = ts.isPropertyAccessExpression(node.parent) && node.parent.name === node ? node.parent : node;
  const { parent } = around;
  if (!ts.isPropertyAccessExpression(parent) || parent.expression !== around) return false;
  if (parent.name.text === 'jobs' || parent.name.text === 'metrics') {
    return ts.isPropertyAccessExpression(parent.parent) && ts.isCallExpression(parent.parent.parent);
  }
  return !isAssignment(parent.parent) || parent.parent.left !== parent;
}
