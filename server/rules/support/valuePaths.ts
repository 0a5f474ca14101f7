/**
 * What an expression stands for, seen from the names that PostHog gives: `posthog.api.get` however it was taken apart,
 * `meta.config.key`, `event.properties`. It follows constants, destructuring, and parameters of the app's own functions
 * that all calls give the same; what it cannot name, rules do not speak about.
 */
import ts from 'typescript';
import { jobsExport, lifecycleExport } from '../../../platform/lifecycle.ts';
import type { LifecycleFunction } from '../../analysis/lifecycleFunctions.ts';
import { AppFunctions, isWritten, withoutWrapping } from './appFunctions.ts';
import { fileScope } from './fileScope.ts';
import { KeptValues } from './keptValues.ts';
import { isAssigned } from './places.ts';

export { withoutWrapping } from './appFunctions.ts';

/** `global` has the name of the global as its first member. */
export type PathRoot = 'global' | 'meta' | 'event' | 'events' | 'payload';

export interface ValuePath {
  readonly root: PathRoot;
  readonly members: readonly string[];
}

/** Constants may name each other in a circle. */
const depthLimit = 20;

export class ValuePaths {
  readonly #checker: ts.TypeChecker;
  readonly #known = new Map<ts.Expression, ValuePath | undefined>();
  readonly #parameters = new Map<ts.ParameterDeclaration, ValuePath | undefined>();
  readonly #constants = new Map<ts.VariableDeclaration, boolean>();
  /** The functions that the files have. */
  readonly functions: AppFunctions;
  readonly #kept: KeptValues;

  /** @param files those that may call a function with what PostHog gives. */
  constructor(
    checker: ts.TypeChecker,
    lifecycle: readonly LifecycleFunction[],
    files: readonly ts.SourceFile[],
  ) {
    this.#checker = checker;
    this.functions = new AppFunctions(checker, files);
    this.#kept = new KeptValues(this.functions);
    for (const { name, node } of lifecycle) {
      const input = name.startsWith(`${jobsExport}.`) ? 'payload' : (lifecycleExport(name)?.input ?? 'none');
      const [first, second, third] = node.parameters;
      if (name === 'onAction') {
        this.#assign(second, 'event');
        this.#assign(third, 'meta');
      } else if (input === 'none') this.#assign(first, 'meta');
      else {
        this.#assign(first, input);
        this.#assign(second, 'meta');
      }
    }
  }

  #assign(parameter: ts.ParameterDeclaration | undefined, root: PathRoot): void {
    if (parameter !== undefined) this.#parameters.set(parameter, { root, members: [] });
  }

  /** The path of an expression; undefined when it has none that is known. */
  of(node: ts.Expression, depth = 0): ValuePath | undefined {
    if (depth > depthLimit) return undefined;
    // Most rules ask about the same nodes.
    const known = this.#known.get(node);
    if (known !== undefined || this.#known.has(node)) return known;
    const path = this.#find(node, depth);
    this.#known.set(node, path);
    return path;
  }

  #find(node: ts.Expression, depth: number): ValuePath | undefined {
    const inner = withoutWrapping(node);
    if (ts.isIdentifier(inner)) return this.#ofIdentifier(inner, depth + 1);
    if (ts.isPropertyAccessExpression(inner)) {
      const path = member(this.of(inner.expression, depth + 1), inner.name.text);
      return this.#ofKept(inner, path, depth + 1) ?? path;
    }
    if (ts.isElementAccessExpression(inner) && ts.isStringLiteralLike(inner.argumentExpression)) {
      return member(this.of(inner.expression, depth + 1), inner.argumentExpression.text);
    }
    return undefined;
  }

  /** What was put into a field of a class, or into `meta.global`, and is read there again. */
  #ofKept(
    node: ts.PropertyAccessExpression,
    path: ValuePath | undefined,
    depth: number,
  ): ValuePath | undefined {
    if (path === undefined) return this.#common(this.#kept.ofField(node), depth);
    const isInGlobal = path.root === 'meta' && path.members.length === 2 && path.members[0] === 'global';
    // A target is what it is written as.
    if (!isInGlobal || isAssigned(node) || ts.isDeleteExpression(node.parent)) return undefined;
    const given = this.#kept
      .assignedTo(node.name.text)
      .filter(({ target }) => isPath(this.of(target, depth), 'meta', path.members));
    return this.#common(
      given.map(({ value }) => value),
      depth,
    );
  }

  /** The path that all of some expressions have. */
  #common(nodes: readonly ts.Expression[] | undefined, depth: number): ValuePath | undefined {
    const [first, ...others] = nodes ?? [];
    const path = first === undefined ? undefined : this.of(first, depth);
    if (path === undefined) return undefined;
    return others.every((other) => isPath(this.of(other, depth), path.root, path.members)) ? path : undefined;
  }

  /** Whether an expression is this global, or this member of a global: `is(node, 'posthog', 'capture')`. */
  is(node: ts.Expression, ...names: readonly string[]): boolean {
    return isPath(this.of(node), 'global', names);
  }

  /** Whether a name stands for a global, and for nothing that the app declares itself. */
  isGlobal(node: ts.Identifier): boolean {
    return this.#isDeclaredElsewhere(node, this.#symbolOf(node));
  }

  /** Whether nothing at all declares a name: neither the app, nor the language, nor PostHog. */
  isUndeclared(node: ts.Identifier): boolean {
    const symbol = this.#symbolOf(node);
    return (symbol?.declarations ?? []).length === 0 && this.#isDeclaredElsewhere(node, symbol);
  }

  /** An import that leads nowhere has no declarations either, but is a name of the file. */
  #isDeclaredElsewhere(node: ts.Identifier, symbol: ts.Symbol | undefined): boolean {
    const declarations = symbol?.declarations ?? [];
    if (declarations.length > 0) return declarations.every(isAmbient);
    return !fileScope(node.getSourceFile()).has(node.text);
  }

  /** The initializer of the constant that a name stands for. */
  constantOf(node: ts.Expression): ts.Expression | undefined {
    const inner = withoutWrapping(node);
    if (!ts.isIdentifier(inner)) return undefined;
    const declaration = this.#symbolOf(inner)?.valueDeclaration;
    return declaration !== undefined && ts.isVariableDeclaration(declaration) && this.#isConstant(declaration)
      ? declaration.initializer
      : undefined;
  }

  /** A `const`, and a `let` or `var` that nothing is assigned to. */
  #isConstant(declaration: ts.VariableDeclaration): boolean {
    if (isConstant(declaration)) return true;
    const known = this.#constants.get(declaration);
    if (known !== undefined) return known;
    const { initializer, name } = declaration;
    const isNeverAssigned =
      initializer !== undefined && ts.isIdentifier(name) && !this.functions.usesOf(name).some(isWritten);
    this.#constants.set(declaration, isNeverAssigned);
    return isNeverAssigned;
  }

  /** The declaration of a local name. */
  declarationOf(node: ts.Identifier): ts.Declaration | undefined {
    const symbol = this.#symbolOf(node);
    return symbol?.valueDeclaration ?? symbol?.declarations?.[0];
  }

  #symbolOf(node: ts.Identifier): ts.Symbol | undefined {
    const { parent } = node;
    if (parent !== undefined && ts.isShorthandPropertyAssignment(parent) && parent.name === node) {
      return this.#checker.getShorthandAssignmentValueSymbol(parent);
    }
    return this.#checker.getSymbolAtLocation(node);
  }

  /** The path of what a pattern takes out. */
  ofBinding(element: ts.BindingElement): ValuePath | undefined {
    return this.#ofBinding(element, 0);
  }

  #ofIdentifier(node: ts.Identifier, depth: number): ValuePath | undefined {
    const symbol = this.#symbolOf(node);
    if (this.#isDeclaredElsewhere(node, symbol)) return globalPath(node.text);
    const declaration = symbol?.valueDeclaration;
    if (declaration === undefined) return undefined;
    if (ts.isVariableDeclaration(declaration)) {
      if (!this.#isConstant(declaration)) return this.#ofVariable(declaration, depth);
      return declaration.initializer === undefined ? undefined : this.of(declaration.initializer, depth);
    }
    if (ts.isParameter(declaration)) return this.#ofParameter(declaration);
    return ts.isBindingElement(declaration) ? this.#ofBinding(declaration, depth) : undefined;
  }

  /** `let config`, into which `setupPlugin` puts `meta.config` for the other functions. */
  #ofVariable({ initializer, name }: ts.VariableDeclaration, depth: number): ValuePath | undefined {
    if (initializer !== undefined || !ts.isIdentifier(name)) return undefined;
    const path = this.#common(this.functions.writesTo(name), depth);
    // An event is another one each time, and what holds for one is not known of the next.
    return path?.root === 'meta' ? path : undefined;
  }

  #ofParameter(parameter: ts.ParameterDeclaration): ValuePath | undefined {
    if (this.#parameters.has(parameter)) return this.#parameters.get(parameter);
    // A function may call itself with its own parameter.
    this.#parameters.set(parameter, undefined);
    const root = rootByType(parameter) ?? (isNamed(parameter, 'meta') ? 'meta' : undefined);
    const path = root === undefined ? this.#ofArguments(parameter) : { root, members: [] };
    this.#parameters.set(parameter, path);
    return path;
  }

  /** What all calls of the function give for a parameter, when they give the same. */
  #ofArguments(parameter: ts.ParameterDeclaration): ValuePath | undefined {
    let common: ValuePath | undefined;
    for (const argument of this.argumentsFor(parameter) ?? []) {
      const path = argument === undefined ? undefined : this.of(argument);
      if (path === undefined || (common !== undefined && !isPath(path, common.root, common.members))) {
        return undefined;
      }
      common = path;
    }
    return common;
  }

  /**
   * What the calls of the app give for a parameter, undefined for calls that leave it out; undefined when not all calls
   * are known. A function that hands its own parameter to itself gives nothing new.
   */
  argumentsFor(parameter: ts.ParameterDeclaration): readonly (ts.Expression | undefined)[] | undefined {
    const { parent } = parameter;
    if (parameter.dotDotDotToken !== undefined || !('body' in parent)) return undefined;
    const index = parent.parameters.indexOf(parameter);
    const given = this.functions.callsOf(parent)?.map((call) => call.arguments.slice(0, index + 1));
    if (given === undefined || given.some((list) => list.some((value) => ts.isSpreadElement(value)))) {
      return undefined;
    }
    return given.flatMap((list) => {
      const value = list[index];
      const isItself =
        value !== undefined && ts.isIdentifier(value) && this.declarationOf(value) === parameter;
      return isItself ? [] : [value];
    });
  }

  #ofBinding(element: ts.BindingElement, depth: number): ValuePath | undefined {
    const pattern = element.parent;
    if (!ts.isObjectBindingPattern(pattern) || element.dotDotDotToken !== undefined) return undefined;
    const key = element.propertyName ?? element.name;
    if (!ts.isIdentifier(key) && !ts.isStringLiteral(key)) return undefined;
    return member(this.#ofPattern(pattern, depth), key.text);
  }

  #ofPattern(pattern: ts.ObjectBindingPattern, depth: number): ValuePath | undefined {
    if (depth > depthLimit) return undefined;
    const { parent } = pattern;
    if (ts.isBindingElement(parent)) return this.#ofBinding(parent, depth + 1);
    if (ts.isParameter(parent)) return this.#ofParameter(parent);
    if (!isConstant(parent) || parent.initializer === undefined) return undefined;
    return this.of(parent.initializer, depth + 1);
  }
}

/** Whether a path is that of these members, and no longer. */
export function isPath(path: ValuePath | undefined, root: PathRoot, names: readonly string[]): boolean {
  return (
    path?.root === root &&
    path.members.length === names.length &&
    names.every((name, index) => path.members[index] === name)
  );
}

function member(path: ValuePath | undefined, name: string): ValuePath | undefined {
  if (path === undefined) return undefined;
  if (path.root === 'global' && path.members.length === 0) return globalPath(name);
  return { root: path.root, members: [...path.members, name] };
}

/** The global object has several names. */
function globalPath(name: string): ValuePath {
  return { root: 'global', members: name === 'globalThis' || name === 'global' ? [] : [name] };
}

/** A declaration that only says that something is there: in a declaration file, or with `declare`. */
function isAmbient(declaration: ts.Declaration): boolean {
  return (
    declaration.getSourceFile().isDeclarationFile ||
    (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Ambient) !== 0
  );
}

function isConstant(declaration: ts.VariableDeclaration): boolean {
  return (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
}

function isNamed(parameter: ts.ParameterDeclaration, name: string): boolean {
  if (!ts.isIdentifier(parameter.name) || parameter.name.text !== name) return false;
  // What a list gives its callbacks is another thing of the same name.
  const call = parameter.parent.parent;
  return !(
    ts.isCallExpression(call) &&
    ts.isPropertyAccessExpression(call.expression) &&
    listMethods.has(call.expression.name.text)
  );
}

const listMethods: ReadonlySet<string> = new Set(
  'forEach map flatMap filter find findIndex some every reduce sort then'.split(' '),
);

const rootsByType: ReadonlyMap<string, PathRoot> = new Map([
  ['PluginMeta', 'meta'],
  ['Meta', 'meta'],
  ['PluginEvent', 'event'],
  ['ProcessedPluginEvent', 'event'],
]);

function rootByType(parameter: ts.ParameterDeclaration): PathRoot | undefined {
  const type = parameter.type ?? ts.getJSDocType(parameter);
  if (type === undefined || !ts.isTypeReferenceNode(type)) return undefined;
  const name = ts.isIdentifier(type.typeName) ? type.typeName.text : type.typeName.right.text;
  return rootsByType.get(name);
}
