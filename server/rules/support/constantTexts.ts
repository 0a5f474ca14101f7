/** Texts that stand in the code, or are put together from constants. */
import ts from 'typescript';
import { unknownPiece } from '../../../platform/ingestion.ts';
import { isComplete, objectOf, valueOf } from './objectLiterals.ts';
import { madeBy } from './results.ts';
import { type ValuePaths, withoutWrapping } from './valuePaths.ts';

const depthLimit = 20;

/** What is known of a text. */
export interface KnownText {
  /** The text from its start to the first piece that is not known. */
  readonly start: string;
  readonly isWhole: boolean;
}

/** What a call gives for the parameters of the function whose result is looked at. */
interface Given {
  readonly values: ReadonlyMap<ts.Node, ts.Expression>;
  /** What is known where the call stands. */
  readonly around: Given | undefined;
}

/** The text of an expression, as far as it stands in the code; undefined for what is surely no text. */
export function textOf(
  node: ts.Expression,
  values: ValuePaths,
  depth = 0,
  given?: Given,
): KnownText | undefined {
  const inner = withoutWrapping(node);
  if (depth > depthLimit) return undefined;
  if (ts.isStringLiteralLike(inner)) return { start: inner.text, isWhole: true };
  const pieces = piecesOf(inner);
  if (pieces !== undefined) {
    const texts = pieces.map((piece) =>
      typeof piece === 'string' ? { start: piece, isWhole: true } : textOf(piece, values, depth + 1, given),
    );
    // A sum of what is no text is no text.
    if (texts.every((text) => text === undefined)) return undefined;
    return texts.reduce<KnownText>((text, next) => join(text, next ?? unknown), empty);
  }
  if (ts.isCallExpression(inner)) {
    const made = madeBy(inner, values);
    return made === undefined
      ? undefined
      : textOf(made, values, depth + 1, { values: parametersOf(inner, values), around: given });
  }
  const argument = ts.isIdentifier(inner) ? argumentOf(inner, values, given) : undefined;
  if (argument !== undefined) return textOf(argument, values, depth + 1, given?.around);
  const constant = values.constantOf(inner) ?? memberOfConstant(inner, values);
  return constant === undefined ? undefined : textOf(constant, values, depth + 1, given);
}

/** `a ${b} c`, `a + b`, `[a, b].join('/')` and `'a'.concat(b)`, piece by piece; undefined for others. */
function piecesOf(node: ts.Expression): readonly (string | ts.Expression)[] | undefined {
  if (ts.isTemplateExpression(node)) {
    const spans = node.templateSpans.flatMap(({ expression, literal }) => [expression, literal.text]);
    return [node.head.text, ...spans];
  }
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    return [node.left, node.right];
  }
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return undefined;
  const { expression, name } = node.expression;
  const receiver = withoutWrapping(expression);
  if (name.text === 'concat' && ts.isStringLiteralLike(receiver)) return [receiver, ...node.arguments];
  if (name.text !== 'join' || !ts.isArrayLiteralExpression(receiver)) return undefined;
  const [separator] = node.arguments;
  if (separator === undefined || !ts.isStringLiteralLike(separator)) return undefined;
  if (receiver.elements.some((element) => ts.isSpreadElement(element))) return undefined;
  return receiver.elements.flatMap((element, index) => (index === 0 ? [element] : [separator.text, element]));
}

function parametersOf(call: ts.CallExpression, values: ValuePaths): ReadonlyMap<ts.Node, ts.Expression> {
  const found = new Map<ts.Node, ts.Expression>();
  const parameters = values.functions.behind(call.expression)?.parameters ?? [];
  for (const [index, parameter] of parameters.entries()) {
    const argument = call.arguments[index];
    // From a spread on, nobody knows which argument is which.
    if (argument === undefined || ts.isSpreadElement(argument)) break;
    if (parameter.dotDotDotToken === undefined) found.set(parameter, argument);
  }
  return found;
}

/** What the call gives for the parameter that a name stands for. */
function argumentOf(
  name: ts.Identifier,
  values: ValuePaths,
  given: Given | undefined,
): ts.Expression | undefined {
  const declaration = given === undefined ? undefined : values.declarationOf(name);
  return declaration === undefined ? undefined : given?.values.get(declaration);
}

/** The text of an expression when all of it is known. */
export function wholeTextOf(node: ts.Expression, values: ValuePaths): string | undefined {
  const text = textOf(node, values);
  return text?.isWhole === true ? text.start : undefined;
}

/** An address with a mark for each piece that is not known. */
export function patternOf(node: ts.Expression, values: ValuePaths): string {
  const inner = withoutWrapping(node);
  const whole = wholeTextOf(inner, values);
  if (whole !== undefined) return whole;
  const pieces = piecesOf(inner) ?? [];
  return pieces.length === 0
    ? unknownPiece
    : pieces.map((piece) => (typeof piece === 'string' ? piece : patternOf(piece, values))).join('');
}

/** The expressions that a value comes from: both sides of `a ? b : c`, `a ?? b` and `a || b`; else the value itself. */
export function choicesOf(node: ts.Expression, values: ValuePaths): readonly ts.Expression[] {
  const inner = withoutWrapping(node);
  const choice = withoutWrapping(values.constantOf(inner) ?? inner);
  if (ts.isConditionalExpression(choice)) {
    return [...choicesOf(choice.whenTrue, values), ...choicesOf(choice.whenFalse, values)];
  }
  if (ts.isBinaryExpression(choice) && fallbacks.has(choice.operatorToken.kind)) {
    return [...choicesOf(choice.left, values), ...choicesOf(choice.right, values)];
  }
  return [node];
}

const fallbacks: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.QuestionQuestionToken,
  ts.SyntaxKind.BarBarToken,
]);

/** `limits.unit`, and `unit` of `const { unit } = limits`, where `limits` is a constant whose properties never change. */
function memberOfConstant(node: ts.Expression, values: ValuePaths): ts.Expression | undefined {
  if (ts.isPropertyAccessExpression(node)) return constantMember(node.expression, node.name.text, values);
  if (!ts.isIdentifier(node)) return undefined;
  const element = values.declarationOf(node);
  if (element === undefined || !ts.isBindingElement(element) || element.initializer !== undefined)
    return undefined;
  const { parent: declaration } = element.parent;
  const key = element.propertyName ?? element.name;
  return ts.isVariableDeclaration(declaration) &&
    declaration.initializer !== undefined &&
    ts.isIdentifier(key)
    ? constantMember(declaration.initializer, key.text, values)
    : undefined;
}

function constantMember(object: ts.Expression, key: string, values: ValuePaths): ts.Expression | undefined {
  const literal = objectOf(object, values);
  return literal !== undefined && isComplete(literal, values) ? valueOf(literal, key, values) : undefined;
}

const unknown: KnownText = { start: '', isWhole: false };
const empty: KnownText = { start: '', isWhole: true };

function join(first: KnownText, second: KnownText): KnownText {
  return first.isWhole ? { start: first.start + second.start, isWhole: second.isWhole } : first;
}
