/** Evaluates expressions of the app over abstract values: constants, the event, the configuration. */
import ts from 'typescript';
import {
  concatenate,
  equals,
  fromTruth,
  join,
  literal,
  memberOf,
  not,
  truth,
  unknown,
  type AbstractValue,
  type Truth,
} from './abstractValue.ts';
import { evaluateMethod, matches } from './evaluateMethod.ts';
import type { FunctionNode } from './functions.ts';
import { memberName, type Values } from './values.ts';

/** Values of parameters and variables, for one way through the app. */
export type Environment = ReadonlyMap<ts.Symbol, AbstractValue>;

const maximumDepth = 40;

/** Work for one question. Code that needs more is answered with "unknown". */
const maximumSteps = 5000;

export class Evaluator {
  readonly #values: Values;
  #depth = 0;
  #steps = 0;

  constructor(values: Values) {
    this.#values = values;
  }

  truthOf(node: ts.Expression, environment: Environment): Truth {
    return truth(this.evaluate(node, environment));
  }

  evaluate(node: ts.Node, environment: Environment): AbstractValue {
    if (this.#depth === 0) this.#steps = 0;
    if (this.#depth > maximumDepth || ++this.#steps > maximumSteps) return unknown;
    this.#depth++;
    try {
      return this.#compute(node, environment);
    } finally {
      this.#depth--;
    }
  }

  /** The environment inside a function that is called with these values. */
  bind(target: FunctionNode, args: readonly AbstractValue[], outer: Environment): Environment {
    const inner = new Map(outer);
    target.parameters.forEach((parameter, index) => {
      const value = args[index] ?? (parameter.dotDotDotToken === undefined ? literal(undefined) : unknown);
      const filled =
        parameter.initializer !== undefined && value.kind === 'literal' && value.value === undefined
          ? this.evaluate(parameter.initializer, outer)
          : value;
      this.#bindName(parameter.name, filled, inner, outer);
    });
    return inner;
  }

  #bindName(
    name: ts.BindingName,
    value: AbstractValue,
    inner: Map<ts.Symbol, AbstractValue>,
    outer: Environment,
  ): void {
    if (ts.isIdentifier(name)) {
      const symbol = this.#values.checker.getSymbolAtLocation(name);
      if (symbol !== undefined) inner.set(symbol, value);
      return;
    }
    for (const element of name.elements) {
      if (ts.isOmittedExpression(element)) continue;
      const key = memberName(element.propertyName ?? element.name);
      const member =
        element.dotDotDotToken !== undefined || key === undefined || ts.isArrayBindingPattern(name)
          ? unknown
          : memberOf(value, key);
      const isUndefined = member.kind === 'literal' && member.value === undefined;
      const filled =
        isUndefined && element.initializer !== undefined ? this.evaluate(element.initializer, outer) : member;
      this.#bindName(element.name, filled, inner, outer);
    }
  }

  #compute(node: ts.Node, environment: Environment): AbstractValue {
    const again = (part: ts.Node): AbstractValue => this.evaluate(part, environment);
    if (ts.isStringLiteralLike(node)) return literal(node.text);
    if (ts.isNumericLiteral(node)) return literal(Number(node.text));
    if (node.kind === ts.SyntaxKind.TrueKeyword) return literal(true);
    if (node.kind === ts.SyntaxKind.FalseKeyword) return literal(false);
    if (node.kind === ts.SyntaxKind.NullKeyword) return literal(null);
    if (ts.isIdentifier(node)) return this.#ofIdentifier(node, environment);
    if (ts.isTemplateExpression(node)) {
      return node.templateSpans.reduce(
        (text, span) => concatenate(concatenate(text, again(span.expression)), literal(span.literal.text)),
        literal(node.head.text),
      );
    }
    if (ts.isBinaryExpression(node)) return this.#ofBinary(node, environment);
    if (ts.isPrefixUnaryExpression(node)) {
      return node.operator === ts.SyntaxKind.ExclamationToken
        ? fromTruth(not(truth(again(node.operand))))
        : unknown;
    }
    if (ts.isConditionalExpression(node)) return this.#ofConditional(node, environment);
    if (ts.isPropertyAccessExpression(node)) return this.#ofMember(node, node.name.text, environment);
    if (ts.isElementAccessExpression(node)) {
      const key = again(node.argumentExpression);
      return key.kind === 'literal' ? this.#ofMember(node, String(key.value), environment) : unknown;
    }
    if (ts.isObjectLiteralExpression(node)) return this.#ofObject(node, environment);
    if (ts.isArrayLiteralExpression(node)) {
      return node.elements.some(ts.isSpreadElement)
        ? unknown
        : { kind: 'list', items: node.elements.map(again) };
    }
    if (ts.isCallExpression(node)) return this.#ofCall(node, environment);
    if (ts.isNewExpression(node)) return this.#ofNew(node, environment);
    if (ts.isVoidExpression(node)) return literal(undefined);
    if (
      ts.isParenthesizedExpression(node) ||
      ts.isAsExpression(node) ||
      ts.isSatisfiesExpression(node) ||
      ts.isNonNullExpression(node) ||
      ts.isAwaitExpression(node)
    ) {
      return again(node.expression);
    }
    return unknown;
  }

  #ofIdentifier(node: ts.Identifier, environment: Environment): AbstractValue {
    if (node.text === 'undefined') return literal(undefined);
    const { checker } = this.#values;
    const direct = ts.isShorthandPropertyAssignment(node.parent)
      ? checker.getShorthandAssignmentValueSymbol(node.parent)
      : checker.getSymbolAtLocation(node);
    if (direct === undefined) return unknown;
    const symbol = (direct.flags & ts.SymbolFlags.Alias) === 0 ? direct : checker.getAliasedSymbol(direct);
    const bound = environment.get(symbol);
    if (bound !== undefined) return bound;
    const declaration = symbol.valueDeclaration;
    if (declaration === undefined) return unknown;
    if (ts.isVariableDeclaration(declaration)) return this.#ofVariable(declaration, environment);
    if (ts.isBindingElement(declaration)) return this.#ofBindingElement(declaration, environment);
    return unknown;
  }

  /** A `const` is what it was given. Others may have been changed since. */
  #ofVariable(declaration: ts.VariableDeclaration, environment: Environment): AbstractValue {
    const isConstant = (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
    if (!isConstant || declaration.initializer === undefined) return unknown;
    return this.evaluate(declaration.initializer, environment);
  }

  #ofBindingElement(element: ts.BindingElement, environment: Environment): AbstractValue {
    const pattern = element.parent;
    const owner = pattern.parent;
    const key = memberName(element.propertyName ?? element.name);
    if (!ts.isObjectBindingPattern(pattern) || key === undefined || element.dotDotDotToken !== undefined)
      return unknown;
    const source = ts.isBindingElement(owner)
      ? this.#ofBindingElement(owner, environment)
      : ts.isVariableDeclaration(owner)
        ? this.#ofVariable(owner, environment)
        : unknown;
    return memberOf(source, key);
  }

  #ofMember(
    node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
    name: string,
    environment: Environment,
  ): AbstractValue {
    const member = memberOf(this.evaluate(node.expression, environment), name);
    if (member.kind !== 'unknown') return member;
    const constant = this.#values.checker.getSymbolAtLocation(
      ts.isPropertyAccessExpression(node) ? node.name : node.argumentExpression,
    )?.valueDeclaration;
    if (constant === undefined || !ts.isEnumMember(constant) || constant.initializer === undefined)
      return unknown;
    return this.evaluate(constant.initializer, environment);
  }

  #ofBinary(node: ts.BinaryExpression, environment: Environment): AbstractValue {
    const left = this.evaluate(node.left, environment);
    const right = (): AbstractValue => this.evaluate(node.right, environment);
    switch (node.operatorToken.kind) {
      case ts.SyntaxKind.EqualsEqualsEqualsToken:
      case ts.SyntaxKind.EqualsEqualsToken:
        return fromTruth(equals(left, right()));
      case ts.SyntaxKind.ExclamationEqualsEqualsToken:
      case ts.SyntaxKind.ExclamationEqualsToken:
        return fromTruth(not(equals(left, right())));
      case ts.SyntaxKind.AmpersandAmpersandToken:
        return this.#choose(
          truth(left),
          right,
          () => left,
          (other) => (truth(other) === false ? other : unknown),
        );
      case ts.SyntaxKind.BarBarToken:
        return this.#choose(
          truth(left),
          () => left,
          right,
          (_, other) => (truth(other) === true ? literal(true) : unknown),
        );
      case ts.SyntaxKind.QuestionQuestionToken: {
        const isAbsent = left.kind === 'literal' && (left.value === undefined || left.value === null);
        return isAbsent
          ? right()
          : left.kind === 'unknown' || left.kind === 'constant'
            ? join(left, right())
            : left;
      }
      case ts.SyntaxKind.PlusToken:
        return concatenate(left, right());
      case ts.SyntaxKind.InKeyword: {
        const object = right();
        if (left.kind !== 'literal' || object.kind !== 'object') return unknown;
        if (object.members.has(String(left.value))) return literal(true);
        return object.isOpen ? unknown : literal(false);
      }
      default:
        return unknown;
    }
  }

  #choose(
    condition: Truth,
    whenTrue: () => AbstractValue,
    whenFalse: () => AbstractValue,
    otherwise: (one: AbstractValue, other: AbstractValue) => AbstractValue,
  ): AbstractValue {
    if (condition === undefined) return otherwise(whenTrue(), whenFalse());
    return condition ? whenTrue() : whenFalse();
  }

  #ofConditional(node: ts.ConditionalExpression, environment: Environment): AbstractValue {
    const condition = this.truthOf(node.condition, environment);
    if (condition !== undefined)
      return this.evaluate(condition ? node.whenTrue : node.whenFalse, environment);
    return join(this.evaluate(node.whenTrue, environment), this.evaluate(node.whenFalse, environment));
  }

  #ofObject(node: ts.ObjectLiteralExpression, environment: Environment): AbstractValue {
    const members = new Map<string, AbstractValue>();
    let isOpen = false;
    for (const property of node.properties) {
      if (ts.isSpreadAssignment(property)) {
        const spread = this.evaluate(property.expression, environment);
        if (spread.kind === 'object') {
          for (const [name, value] of spread.members) members.set(name, value);
          isOpen ||= spread.isOpen;
        } else {
          // What is spread may overwrite what stood before.
          members.clear();
          isOpen = true;
        }
        continue;
      }
      const name = this.#nameOf(property.name, environment);
      if (name === undefined) isOpen = true;
      else if (ts.isPropertyAssignment(property))
        members.set(name, this.evaluate(property.initializer, environment));
      else if (ts.isShorthandPropertyAssignment(property))
        members.set(name, this.evaluate(property.name, environment));
      else members.set(name, { kind: 'present' });
    }
    return { kind: 'object', members, isOpen };
  }

  #nameOf(name: ts.PropertyName, environment: Environment): string | undefined {
    if (!ts.isComputedPropertyName(name)) return memberName(name);
    const value = this.evaluate(name.expression, environment);
    return value.kind === 'literal' ? String(value.value) : undefined;
  }

  #ofCall(node: ts.CallExpression, environment: Environment): AbstractValue {
    const args = node.arguments.map((argument) => this.evaluate(argument, environment));
    const callee = node.expression;
    if (ts.isPropertyAccessExpression(callee)) {
      if (ts.isRegularExpressionLiteral(callee.expression) && callee.name.text === 'test') {
        const [text] = args;
        const isText = text?.kind === 'literal' && typeof text.value === 'string';
        return isText ? fromTruth(matches(callee.expression, text.value)) : unknown;
      }
      const receiver = this.evaluate(callee.expression, environment);
      const result = evaluateMethod(receiver, callee.name.text, args, node.arguments[0]);
      if (result.kind !== 'unknown') return result;
    }
    if (ts.isIdentifier(callee) && callee.text === 'Boolean' && args[0] !== undefined)
      return fromTruth(truth(args[0]));
    const [target, ...others] = this.#values.functionsOf(callee);
    if (target === undefined || others.length > 0) return unknown;
    return this.#run(target, args, environment);
  }

  #ofNew(node: ts.NewExpression, environment: Environment): AbstractValue {
    const [list] = node.arguments ?? [];
    const isSet = ts.isIdentifier(node.expression) && node.expression.text === 'Set';
    return isSet && list !== undefined ? this.evaluate(list, environment) : { kind: 'present' };
  }

  /** The result of a helper such as `isOwn(event)`: straight-line code with returns. */
  #run(target: FunctionNode, args: readonly AbstractValue[], environment: Environment): AbstractValue {
    const { body } = target;
    if (body === undefined) return unknown;
    const inner = this.bind(target, args, environment);
    if (!ts.isBlock(body)) return this.evaluate(body, inner);
    return this.#runStatements(body.statements, inner) ?? literal(undefined);
  }

  /** The value returned, or undefined when the statements end without a return. */
  #runStatements(statements: readonly ts.Statement[], environment: Environment): AbstractValue | undefined {
    for (const [index, statement] of statements.entries()) {
      if (ts.isReturnStatement(statement)) {
        return statement.expression === undefined
          ? literal(undefined)
          : this.evaluate(statement.expression, environment);
      }
      if (ts.isIfStatement(statement)) {
        const condition = this.truthOf(statement.expression, environment);
        const rest = statements.slice(index + 1);
        const [whenTrue, whenFalse] = [statement.thenStatement, statement.elseStatement].map((branch) =>
          this.#runStatements([...blockOf(branch), ...rest], environment),
        );
        if (condition !== undefined) return condition ? whenTrue : whenFalse;
        return join(whenTrue ?? literal(undefined), whenFalse ?? literal(undefined));
      }
      // Loops, try and switch are not followed; what they return is not known.
      if (!ts.isVariableStatement(statement) && !ts.isExpressionStatement(statement)) return unknown;
    }
    return undefined;
  }
}

function blockOf(statement: ts.Statement | undefined): readonly ts.Statement[] {
  if (statement === undefined) return [];
  return ts.isBlock(statement) ? statement.statements : [statement];
}
