/** Fixes that get a part of `meta` to where the code reads it. */
import ts from 'typescript';
import { lifecycleExport } from '../../../platform/lifecycle.ts';
import type { Profile } from '../../../platform/profiles.ts';
import type { Fix, TextChange } from '../../analysis/finding.ts';
import { parameterTypes } from '../../analysis/handlerTypes.ts';
import type { RuleContext } from '../nodeRule.ts';
import { fix, insertAfter, replace, replaceValue } from './edits.ts';
import { annotationOf } from './handlerText.ts';
import { isPath, type ValuePaths } from './valuePaths.ts';

/**
 * For the name of a part of `meta` that nothing declares: `meta.` before it where a `meta` is in scope, else the part in what
 * the handler takes.
 *
 * @param uses the names, such as `config`, in one function.
 * @returns none where no handler stands around the first name.
 */
export function takingPart(
  uses: readonly [ts.Identifier, ...ts.Identifier[]],
  { lifecycle, profile, values }: Pick<RuleContext, 'lifecycle' | 'profile' | 'values'>,
): readonly Fix[] {
  const [node] = uses;
  for (let at: ts.Node = node; !ts.isSourceFile(at); at = at.parent) {
    if (!ts.isFunctionLike(at)) continue;
    const { end, pos } = at;
    for (const { name } of at.parameters) {
      if (ts.isIdentifier(name) && isPath(values.of(name), 'meta', [])) {
        const part = `${name.text}.${node.text}`;
        const reached = uses.filter((use) => use.pos >= pos && use.end <= end);
        return [fix(`Write ${part}`, ...reached.map((use) => replaceValue(use, part)))];
      }
      if (!ts.isObjectBindingPattern(name) || !takesFromMeta(name, values)) continue;
      const last = name.elements.at(-1);
      if (last === undefined || last.dotDotDotToken !== undefined) return [];
      return [fix(titleOf(node), insertAfter(last, `, ${node.text}`))];
    }
    const handler = lifecycle.find((entry) => entry.node === at);
    if (handler !== undefined) {
      const change = addedParameter(handler.node, handler.name, node.text, profile);
      return change === undefined ? [] : [fix(titleOf(node), change)];
    }
  }
  return [];
}

function titleOf({ text }: ts.Identifier): string {
  return `Take ${text} from meta`;
}

/** A pattern for `meta`, behind what a handler takes before it; with that, where it takes nothing. */
function addedParameter(
  handler: ts.FunctionLikeDeclaration,
  name: string,
  part: string,
  profile: Profile,
): TextChange | undefined {
  const { parameters } = handler;
  const file = handler.getSourceFile();
  const [first] = parameters;
  const input = lifecycleExport(name)?.input;
  const pattern = `{ ${part} }${annotationOf(handler, name, parameterTypes(name).length - 1, profile)}`;
  if (first === undefined) {
    // A job without a payload gets meta in its place.
    if (input === undefined || new RegExp(`\\b${input}\\b`).test(handler.getText())) return undefined;
    const before = input === 'none' ? '' : `${input}${annotationOf(handler, name, 0, profile)}, `;
    return {
      span: { file: file.fileName, start: parameters.pos, length: 0 },
      newText: `${before}${pattern}`,
    };
  }
  if (input === 'none' || name === 'onAction' || parameters.length > 1) return undefined;
  const isInParentheses = file.text.slice(handler.getStart(file), first.getStart(file)).includes('(');
  return isInParentheses
    ? insertAfter(first, `, ${pattern}`)
    : replace(first, `(${first.getText()}, ${pattern})`);
}

/**
 * For `config.key` whose value is in another part of `meta`: reads it there.
 *
 * @param part the expression before the dot.
 * @returns none where nothing tells how that part is reached.
 */
export function readingIn(part: ts.Expression, place: string, values: ValuePaths): readonly Fix[] {
  const title = `Read It in ${place}`;
  if (ts.isPropertyAccessExpression(part)) return [fix(title, replace(part.name, place))];
  if (!ts.isIdentifier(part)) return [];
  const declaration = values.declarationOf(part);
  if (declaration === undefined) return [];
  if (ts.isVariableDeclaration(declaration)) {
    const { initializer } = declaration;
    return initializer !== undefined && ts.isPropertyAccessExpression(initializer)
      ? [fix(title, replace(part, `${initializer.expression.getText()}.${place}`))]
      : [];
  }
  if (!ts.isBindingElement(declaration)) return [];
  const path = values.ofBinding(declaration);
  if (!isPath(path, 'meta', ['config']) && !isPath(path, 'meta', ['attachments'])) return [];
  const taken = declaration.parent.elements.find(
    (element) => ts.isBindingElement(element) && isPath(values.ofBinding(element), 'meta', [place]),
  );
  if (taken === undefined) return [fix(title, replace(part, place), insertAfter(declaration, `, ${place}`))];
  return ts.isBindingElement(taken) && ts.isIdentifier(taken.name)
    ? [fix(title, replace(part, taken.name.text))]
    : [];
}

function takesFromMeta({ elements }: ts.ObjectBindingPattern, values: ValuePaths): boolean {
  return elements.some((element) => {
    const path = values.ofBinding(element);
    return path?.root === 'meta' && path.members.length === 1;
  });
}
