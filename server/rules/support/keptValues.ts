/**
 * Where an app keeps what PostHog gives it: in `meta.global` and in the fields of its own classes. What is kept there
 * once, and always the same, is known where it is read.
 */
import ts from 'typescript';
import type { AppFunctions } from './appFunctions.ts';
import { isAssigned, isInside } from './places.ts';

/** The members through which a value is kept and read. */
type Member = ts.PropertyAccessExpression;

export class KeptValues {
  readonly #functions: AppFunctions;
  readonly #fields = new Map<
    ts.ClassLikeDeclaration,
    ReadonlyMap<string, readonly ts.Expression[] | undefined>
  >();

  constructor(functions: AppFunctions) {
    this.#functions = functions;
  }

  /**
   * What a field is given, read as `this.name`: one value for each place that makes an object of the class; undefined
   * when not all are known.
   */
  ofField(node: Member): readonly ts.Expression[] | undefined {
    if (node.expression.kind !== ts.SyntaxKind.ThisKeyword || isAssigned(node)) return undefined;
    const around = ts.findAncestor(node, ts.isClassLike);
    if (around === undefined) return undefined;
    let fields = this.#fields.get(around);
    if (fields === undefined) {
      fields = this.#fieldsOf(around);
      this.#fields.set(around, fields);
    }
    return fields.get(node.name.text);
  }

  /** What `target.name = value` gives to members of this name, with the member that is written. */
  assignedTo(name: string): readonly { readonly target: Member; readonly value: ts.Expression }[] {
    return this.#functions.named(name).flatMap(({ parent }) => {
      if (!ts.isPropertyAccessExpression(parent) || parent.name.text !== name || !isAssigned(parent))
        return [];
      const { parent: assignment } = parent;
      if (!ts.isBinaryExpression(assignment)) return [];
      // `+=` and `??=` give something else than what stands on their right.
      const isPlain = assignment.operatorToken.kind === ts.SyntaxKind.EqualsToken;
      return [{ target: parent, value: isPlain ? assignment.right : assignment }];
    });
  }

  #fieldsOf(node: ts.ClassLikeDeclaration): ReadonlyMap<string, readonly ts.Expression[] | undefined> {
    const constructor = node.members.find((member) => ts.isConstructorDeclaration(member));
    const fields = new Map<string, readonly ts.Expression[] | undefined>();
    if (constructor === undefined || node.heritageClauses !== undefined) return fields;
    const made = this.#madeOf(node);
    if (made === undefined) return fields;
    constructor.parameters.forEach((parameter, index) => {
      if (!ts.isIdentifier(parameter.name)) return;
      const isField = ts.isParameterPropertyDeclaration(parameter, constructor);
      const names = isField ? [parameter.name.text] : fieldsSetTo(constructor, parameter.name.text);
      const given = made.map((call) => call.arguments?.[index]);
      for (const field of names) {
        const isOnce =
          this.assignedTo(field).filter(({ target }) => isInside(target, node)).length === (isField ? 0 : 1);
        fields.set(
          field,
          isOnce && !given.includes(undefined) ? given.filter((one) => one !== undefined) : undefined,
        );
      }
    });
    return fields;
  }

  /** All `new Name(…)`; undefined when the class is handed on. */
  #madeOf({ name }: ts.ClassLikeDeclaration): readonly ts.NewExpression[] | undefined {
    if (name === undefined) return undefined;
    const made: ts.NewExpression[] = [];
    for (const { parent } of this.#functions.usesOf(name)) {
      if (ts.isNewExpression(parent) && parent.arguments?.some((one) => ts.isSpreadElement(one)) !== true)
        made.push(parent);
      else if (!ts.isTypeNode(parent) && !ts.isExportSpecifier(parent) && !ts.isImportSpecifier(parent))
        return undefined;
    }
    return made.length === 0 ? undefined : made;
  }
}

/** The names of `this.name = parameter` in a constructor. */
function fieldsSetTo({ body }: ts.ConstructorDeclaration, parameter: string): readonly string[] {
  return (body?.statements ?? []).flatMap((statement) => {
    if (!ts.isExpressionStatement(statement) || !ts.isBinaryExpression(statement.expression)) return [];
    const { left, operatorToken, right } = statement.expression;
    return operatorToken.kind === ts.SyntaxKind.EqualsToken &&
      ts.isPropertyAccessExpression(left) &&
      left.expression.kind === ts.SyntaxKind.ThisKeyword &&
      ts.isIdentifier(right) &&
      right.text === parameter
      ? [left.name.text]
      : [];
  });
}
