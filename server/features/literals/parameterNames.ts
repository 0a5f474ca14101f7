/**
 * Names in the pattern of a parameter, `export const onEvent = (event, { | })`, before the function has a body: until then
 * it is no function to TypeScript, which takes its parameters for an expression, or gives them no types.
 */
import ts from 'typescript';
import { parameterTypes } from '../../analysis/handlerTypes.ts';
import { findLifecycleValues } from '../../analysis/lifecycleFunctions.ts';
import { markdown } from '../documentation.ts';
import {
  keyAround,
  keysOf,
  keyText,
  type LiteralPlace,
  type LiteralSuggestion,
  patternAround,
} from './suggestion.ts';

export function suggestParameterNames(place: LiteralPlace): readonly LiteralSuggestion[] | undefined {
  const pattern = patternAround(place);
  const key = pattern === undefined ? keyAround(place) : undefined;
  const names = pattern?.pattern ?? key?.object;
  const range = pattern ?? key;
  if (names === undefined || range === undefined) return undefined;
  const parameter = ts.isObjectBindingPattern(names) ? parameterOf(names) : parameterMeant(names);
  const type = parameter === undefined ? undefined : typeOf(parameter, place);
  if (type === undefined) return undefined;
  const { checker, offset } = place;
  const present = keysOf(names, offset);
  return type
    .getProperties()
    .filter(({ name }) => !present.has(name))
    .map((member) => ({
      label: member.name,
      kind: 'key',
      newText: keyText(member.name),
      start: range.start,
      end: range.end,
      detail: checker.typeToString(checker.getTypeOfSymbol(member)),
      documentation: markdown(
        undefined,
        member.getDocumentationComment(checker),
        member.getJsDocTags(checker),
      ).value,
      rank: (member.flags & ts.SymbolFlags.Optional) === 0 ? 0 : 1,
      isAlone: true,
    }));
}

interface Parameter {
  /** The function, or what stands in its place. */
  readonly node: ts.Node;
  readonly index: number;
}

/** The parameter without a type, of a function without a body, that a pattern takes apart. */
function parameterOf(pattern: ts.ObjectBindingPattern): Parameter | undefined {
  const { parent: parameter } = pattern;
  if (!ts.isParameter(parameter) || parameter.type !== undefined) return undefined;
  const { parent: node } = parameter;
  const hasBody = 'body' in node && node.body !== undefined;
  return hasBody ? undefined : { node, index: node.parameters.indexOf(parameter) };
}

/** The same where no arrow stands yet, so that the parameters are read as an expression, or as a call of `async`. */
function parameterMeant(object: ts.ObjectLiteralExpression): Parameter | undefined {
  const { parent } = object;
  if (ts.isCallExpression(parent)) {
    const isAsync = ts.isIdentifier(parent.expression) && parent.expression.text === 'async';
    return isAsync ? { node: parent, index: parent.arguments.indexOf(object) } : undefined;
  }
  let node: ts.Node = object;
  while (isComma(node.parent)) node = node.parent;
  if (!ts.isParenthesizedExpression(node.parent)) return undefined;
  const before = isComma(parent) && parent.right === object ? commasIn(parent.left) + 1 : 0;
  return { node, index: before };
}

function isComma(node: ts.Node): node is ts.BinaryExpression {
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.CommaToken;
}

function commasIn(node: ts.Node): number {
  return isComma(node) ? commasIn(node.left) + 1 : 0;
}

/** What PostHog passes there. */
function typeOf({ node, index }: Parameter, { file, checker }: LiteralPlace): ts.Type | undefined {
  const handler = findLifecycleValues(file).find((value) => value.node === node);
  const [space, name] = (handler && parameterTypes(handler.name)[index])?.split('.') ?? [];
  if (name === undefined) return undefined;
  const declared = checker
    .getSymbolsInScope(file, ts.SymbolFlags.Namespace)
    .find((symbol) => symbol.name === space);
  const symbol = declared?.exports?.get(ts.escapeLeadingUnderscores(name));
  return symbol === undefined ? undefined : checker.getDeclaredTypeOfSymbol(symbol);
}
