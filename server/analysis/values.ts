/**
 * Follows values through untyped code: which functions, and which parts of the global `posthog`, an expression
 * may be. TypeScript resolves names; what it cannot see (assignments, parameters, fields) is looked up in an
 * index over the app's files.
 */
import ts from 'typescript';
import type { AppProgram } from './appProgram.ts';
import { isFunctionNode, type FunctionNode } from './functions.ts';

export type Value =
  | { readonly kind: 'posthog' }
  | { readonly kind: 'capture' }
  | { readonly kind: 'api' }
  | { readonly kind: 'apiMethod'; readonly method: string }
  | { readonly kind: 'fetch' }
  | { readonly kind: 'module'; readonly name: string }
  | { readonly kind: 'function'; readonly node: FunctionNode }
  | { readonly kind: 'class'; readonly node: ts.ClassLikeDeclaration }
  | { readonly kind: 'instance'; readonly node: ts.ClassLikeDeclaration }
  | { readonly kind: 'object'; readonly node: ts.ObjectLiteralExpression };

/** Deeper chains of names are not followed: an end for circles, and for code nobody writes. */
const maximumDepth = 24;

const fetchModules: ReadonlySet<string> = new Set(['node-fetch']);

export class Values {
  readonly checker: ts.TypeChecker;
  readonly #assignments = new Map<ts.Symbol, ts.Expression[]>();
  /** Assigned members by their name: `this.client = posthog`, `meta.global.send = …`. */
  readonly #memberAssignments = new Map<string, ts.Expression[]>();
  readonly #calls: ts.CallExpression[] = [];
  readonly #arguments = new Map<FunctionNode, (readonly ts.Expression[])[]>();
  readonly #cache = new Map<ts.Node, readonly Value[]>();
  readonly #busy = new Set<ts.Node>();

  constructor(app: AppProgram) {
    this.checker = app.program.getTypeChecker();
    for (const file of app.files) this.#index(file);
    // Arguments flow into parameters, which may be called in turn: a second look finds what the first made known.
    for (let round = 0; round < 2; round++) {
      this.#cache.clear();
      this.#arguments.clear();
      for (const call of this.#calls) this.#indexArguments(call);
    }
    this.#cache.clear();
  }

  /** What an expression may be. Empty for everything that is of no interest here. */
  of(node: ts.Node, depth = 0): readonly Value[] {
    const known = this.#cache.get(node);
    if (known !== undefined) return known;
    if (depth > maximumDepth || this.#busy.has(node)) return [];
    this.#busy.add(node);
    const values = unique(this.#compute(node, depth + 1));
    this.#busy.delete(node);
    // A result found on the way around a circle may be incomplete: only whole ones are kept.
    if (this.#busy.size === 0) this.#cache.set(node, values);
    return values;
  }

  functionsOf(node: ts.Node): readonly FunctionNode[] {
    return this.of(node).flatMap((value) => (value.kind === 'function' ? [value.node] : []));
  }

  #index(root: ts.Node): void {
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node)) this.#calls.push(node);
      if (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind)) this.#indexAssignment(node);
      ts.forEachChild(node, visit);
    };
    visit(root);
  }

  #indexAssignment({ left, right }: ts.BinaryExpression): void {
    if (ts.isIdentifier(left)) {
      const symbol = this.checker.getSymbolAtLocation(left);
      if (symbol !== undefined) push(this.#assignments, symbol, right);
    } else if (ts.isPropertyAccessExpression(left)) push(this.#memberAssignments, left.name.text, right);
    else if (ts.isElementAccessExpression(left) && ts.isStringLiteralLike(left.argumentExpression)) {
      push(this.#memberAssignments, left.argumentExpression.text, right);
    }
  }

  #indexArguments(call: ts.CallExpression): void {
    for (const { target, args } of this.#targets(call)) push(this.#arguments, target, args);
  }

  /** Functions a call runs and the arguments they get, with `call` and `apply` unwrapped. */
  #targets(call: ts.CallExpression): readonly { target: FunctionNode; args: readonly ts.Expression[] }[] {
    const { expression, arguments: args } = call;
    if (ts.isPropertyAccessExpression(expression) && /^(call|apply|bind)$/.test(expression.name.text)) {
      const passed = expression.name.text === 'apply' ? arrayElements(args[1]) : args.slice(1);
      return this.functionsOf(expression.expression).map((target) => ({ target, args: passed }));
    }
    return this.functionsOf(expression).map((target) => ({ target, args }));
  }

  #compute(node: ts.Node, depth: number): readonly Value[] {
    if (isFunctionNode(node)) return node.body === undefined ? [] : [{ kind: 'function', node }];
    if (ts.isObjectLiteralExpression(node)) return [{ kind: 'object', node }];
    if (ts.isClassLike(node)) return [{ kind: 'class', node }];
    if (ts.isIdentifier(node)) return this.#ofIdentifier(node, depth);
    if (ts.isPropertyAccessExpression(node)) return this.#ofMember(node.expression, node.name, depth);
    if (ts.isElementAccessExpression(node)) {
      const key = node.argumentExpression;
      return ts.isStringLiteralLike(key) ? this.#ofMember(node.expression, key, depth) : [];
    }
    if (ts.isCallExpression(node)) return this.#ofCall(node, depth);
    if (ts.isNewExpression(node)) {
      return this.of(node.expression, depth).flatMap((value) =>
        value.kind === 'class' ? [{ kind: 'instance' as const, node: value.node }] : [],
      );
    }
    if (node.kind === ts.SyntaxKind.ThisKeyword) return thisOf(node);
    return operands(node).flatMap((operand) => this.of(operand, depth));
  }

  #ofIdentifier(node: ts.Identifier, depth: number): readonly Value[] {
    const symbol = this.checker.getSymbolAtLocation(node);
    if (node.text === 'posthog' && isGlobal(symbol)) return [{ kind: 'posthog' }];
    if (node.text === 'fetch' && isGlobal(symbol)) return [{ kind: 'fetch' }];
    return symbol === undefined ? [] : this.#ofSymbol(symbol, depth);
  }

  #ofSymbol(symbol: ts.Symbol, depth: number): readonly Value[] {
    const imported = importedModule(symbol);
    if (imported !== undefined) {
      const isFetch = fetchModules.has(imported);
      if (isFetch) return [{ kind: 'fetch' }];
    }
    const target =
      (symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : this.checker.getAliasedSymbol(symbol);
    const declared = (target.declarations ?? []).flatMap((declaration) =>
      this.#ofDeclaration(declaration, depth),
    );
    const assigned = (this.#assignments.get(target) ?? []).flatMap((value) => this.of(value, depth));
    if (declared.length + assigned.length === 0 && imported !== undefined)
      return [{ kind: 'module', name: imported }];
    return [...declared, ...assigned];
  }

  #ofDeclaration(declaration: ts.Declaration, depth: number): readonly Value[] {
    if (isFunctionNode(declaration)) {
      if (ts.isGetAccessor(declaration))
        return returned(declaration).flatMap((value) => this.of(value, depth));
      return this.of(declaration, depth);
    }
    if (ts.isClassLike(declaration)) return this.of(declaration, depth);
    if (ts.isBindingElement(declaration)) return this.#ofBinding(declaration, depth);
    if (ts.isParameter(declaration)) return this.#ofParameter(declaration, depth);
    if (ts.isShorthandPropertyAssignment(declaration)) {
      const symbol = this.checker.getShorthandAssignmentValueSymbol(declaration);
      if (declaration.name.text === 'posthog' && isGlobal(symbol)) return [{ kind: 'posthog' }];
      return symbol === undefined ? [] : this.#ofSymbol(symbol, depth);
    }
    if (
      (ts.isVariableDeclaration(declaration) ||
        ts.isPropertyAssignment(declaration) ||
        ts.isPropertyDeclaration(declaration)) &&
      declaration.initializer !== undefined
    ) {
      return this.of(declaration.initializer, depth);
    }
    if (ts.isExportAssignment(declaration)) return this.of(declaration.expression, depth);
    return [];
  }

  /** `const { capture } = posthog`, `const { api: { post } } = posthog`, and the same in parameters. */
  #ofBinding(element: ts.BindingElement, depth: number): readonly Value[] {
    const fallback = element.initializer === undefined ? [] : this.of(element.initializer, depth);
    const pattern = element.parent;
    const owner = pattern.parent;
    const sources = ts.isBindingElement(owner)
      ? this.#ofBinding(owner, depth)
      : ts.isParameter(owner)
        ? this.#ofParameter(owner, depth)
        : owner.initializer === undefined
          ? []
          : this.of(owner.initializer, depth);
    if (!ts.isObjectBindingPattern(pattern)) return fallback;
    const key = element.propertyName ?? element.name;
    if (element.dotDotDotToken !== undefined) return sources;
    const name = ts.isIdentifier(key) || ts.isStringLiteralLike(key) ? key.text : undefined;
    return name === undefined
      ? fallback
      : [...sources.flatMap((source) => this.#member(source, name, depth)), ...fallback];
  }

  #ofParameter(parameter: ts.ParameterDeclaration, depth: number): readonly Value[] {
    const owner = parameter.parent;
    const fallback = parameter.initializer === undefined ? [] : this.of(parameter.initializer, depth);
    if (!isFunctionNode(owner)) return fallback;
    const index = owner.parameters.indexOf(parameter);
    const passed = (this.#arguments.get(owner) ?? []).flatMap((args) => {
      const argument = args[index];
      return argument === undefined ? [] : this.of(argument, depth);
    });
    return [...passed, ...fallback];
  }

  #ofMember(
    object: ts.Expression,
    name: ts.MemberName | ts.StringLiteralLike,
    depth: number,
  ): readonly Value[] {
    const fromObject = this.of(object, depth).flatMap((value) => this.#member(value, name.text, depth));
    if (fromObject.length > 0) return fromObject;
    const symbol = this.checker.getSymbolAtLocation(name);
    const declared = symbol === undefined || isGlobal(symbol) ? [] : this.#ofSymbol(symbol, depth);
    if (declared.length > 0) return declared;
    return (this.#memberAssignments.get(name.text) ?? []).flatMap((value) => this.of(value, depth));
  }

  #member(value: Value, name: string, depth: number): readonly Value[] {
    switch (value.kind) {
      case 'posthog':
        return name === 'capture' ? [{ kind: 'capture' }] : name === 'api' ? [{ kind: 'api' }] : [];
      case 'api':
        return [{ kind: 'apiMethod', method: name }];
      case 'object':
        return this.#memberOfObject(value.node, name, depth);
      case 'instance':
      case 'class':
        return this.#memberOfClass(value.node, name, depth);
      case 'module':
        return name === 'default' ? [value] : [];
      case 'capture':
      case 'apiMethod':
      case 'fetch':
      case 'function':
        return [];
    }
  }

  #memberOfObject(object: ts.ObjectLiteralExpression, name: string, depth: number): readonly Value[] {
    return object.properties.flatMap((property) => {
      if (ts.isSpreadAssignment(property)) {
        return this.of(property.expression, depth).flatMap((value) => this.#member(value, name, depth));
      }
      return memberName(property.name) === name ? this.#ofDeclaration(property, depth) : [];
    });
  }

  #memberOfClass(node: ts.ClassLikeDeclaration, name: string, depth: number): readonly Value[] {
    const own = node.members.filter(
      (member) => member.name !== undefined && memberName(member.name) === name,
    );
    const declared = own.flatMap((member) => this.#ofDeclaration(member, depth));
    const assigned = (this.#memberAssignments.get(name) ?? []).flatMap((value) => this.of(value, depth));
    const base = node.heritageClauses?.find((clause) => clause.token === ts.SyntaxKind.ExtendsKeyword)
      ?.types[0];
    const inherited =
      own.length > 0 || base === undefined
        ? []
        : this.of(base.expression, depth).flatMap((value) => this.#member(value, name, depth));
    return [...declared, ...assigned, ...inherited];
  }

  #ofCall(call: ts.CallExpression, depth: number): readonly Value[] {
    const callee = call.expression;
    if (ts.isIdentifier(callee) && callee.text === 'require') {
      const [name] = call.arguments;
      if (name === undefined || !ts.isStringLiteralLike(name)) return [];
      return [fetchModules.has(name.text) ? { kind: 'fetch' } : { kind: 'module', name: name.text }];
    }
    if (ts.isPropertyAccessExpression(callee) && callee.name.text === 'bind')
      return this.of(callee.expression, depth);
    return this.of(callee, depth).flatMap((value) =>
      value.kind === 'function' ? returned(value.node).flatMap((result) => this.of(result, depth)) : [],
    );
  }
}

/** Expressions of which one is the value of the node. */
function operands(node: ts.Node): readonly ts.Expression[] {
  if (ts.isConditionalExpression(node)) return [node.whenTrue, node.whenFalse];
  if (ts.isBinaryExpression(node)) {
    switch (node.operatorToken.kind) {
      case ts.SyntaxKind.BarBarToken:
      case ts.SyntaxKind.QuestionQuestionToken:
        return [node.left, node.right];
      case ts.SyntaxKind.AmpersandAmpersandToken:
      case ts.SyntaxKind.CommaToken:
      case ts.SyntaxKind.EqualsToken:
        return [node.right];
      default:
        return [];
    }
  }
  if (
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isAwaitExpression(node) ||
    ts.isTypeAssertionExpression(node)
  ) {
    return [node.expression];
  }
  return [];
}

function isAssignment(kind: ts.SyntaxKind): boolean {
  return (
    kind === ts.SyntaxKind.EqualsToken ||
    kind === ts.SyntaxKind.BarBarEqualsToken ||
    kind === ts.SyntaxKind.QuestionQuestionEqualsToken
  );
}

/** Not declared in the app's code: unresolved, or only declared as existing (`declare`, a declaration file). */
export function isGlobal(symbol: ts.Symbol | undefined): boolean {
  return (symbol?.declarations ?? []).every(
    (declaration) =>
      declaration.getSourceFile().isDeclarationFile ||
      (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Ambient) !== 0,
  );
}

function importedModule(symbol: ts.Symbol): string | undefined {
  for (const declaration of symbol.declarations ?? []) {
    for (let node: ts.Node = declaration; !ts.isSourceFile(node); node = node.parent) {
      if (ts.isImportDeclaration(node)) {
        return ts.isStringLiteral(node.moduleSpecifier) ? node.moduleSpecifier.text : undefined;
      }
      if (ts.isStatement(node)) break;
    }
  }
  return undefined;
}

/** What a function returns, by its own return statements. */
export function returned(node: FunctionNode): readonly ts.Expression[] {
  const { body } = node;
  if (body === undefined) return [];
  if (!ts.isBlock(body)) return [body];
  const found: ts.Expression[] = [];
  const visit = (child: ts.Node): void => {
    if (isFunctionNode(child)) return;
    if (ts.isReturnStatement(child) && child.expression !== undefined) found.push(child.expression);
    ts.forEachChild(child, visit);
  };
  visit(body);
  return found;
}

function thisOf(node: ts.Node): readonly Value[] {
  for (let parent = node.parent; !ts.isSourceFile(parent); parent = parent.parent) {
    if (ts.isClassLike(parent)) return [{ kind: 'instance', node: parent }];
    if (ts.isObjectLiteralExpression(parent)) return [{ kind: 'object', node: parent }];
    if (ts.isFunctionDeclaration(parent) || ts.isFunctionExpression(parent)) return [];
  }
  return [];
}

export function memberName(name: ts.Node | undefined): string | undefined {
  if (name === undefined) return undefined;
  return ts.isIdentifier(name) || ts.isStringLiteralLike(name) || ts.isPrivateIdentifier(name)
    ? name.text
    : undefined;
}

function arrayElements(node: ts.Expression | undefined): readonly ts.Expression[] {
  return node !== undefined && ts.isArrayLiteralExpression(node) ? node.elements : [];
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

function unique(values: readonly Value[]): readonly Value[] {
  const seen = new Set<unknown>();
  return values.filter((value) => {
    const key = 'node' in value ? value.node : `${value.kind} ${'method' in value ? value.method : ''}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
