/**
 * Functions that an app hands to a function of its own, which makes a handler of them:
 * `export const onEvent = caught(async (event, meta) => …)`.
 */
import ts from 'typescript';
import { lifecycleExport } from '../../platform/lifecycle.ts';
import { forEachTopLevelValue, type LifecycleFunction, withoutWrapping } from './lifecycleFunctions.ts';

/**
 * Those whose parameters have no type by what the wrapper declares. Where it declares one, TypeScript takes that, in every
 * editor.
 */
export function findWrappedHandlers(
  file: ts.SourceFile,
): readonly Pick<LifecycleFunction, 'name' | 'node'>[] {
  const found: Pick<LifecycleFunction, 'name' | 'node'>[] = [];
  forEachTopLevelValue(file, (name, value) => {
    const call = withoutWrapping(value);
    if (!ts.isCallExpression(call) || lifecycleExport(name) === undefined) return;
    call.arguments.forEach((argument, index) => {
      const node = withoutWrapping(argument);
      const isFunction = ts.isArrowFunction(node) || ts.isFunctionExpression(node);
      if (isFunction && saysNothingOf(index, call.expression, file)) found.push({ name, node });
    });
  });
  return found;
}

/** Whether the app's own function has no type for one of its parameters, or `any`. */
function saysNothingOf(index: number, callee: ts.Expression, file: ts.SourceFile): boolean {
  if (!ts.isIdentifier(callee)) return false;
  let saysNothing = false;
  forEachTopLevelValue(file, (name, value) => {
    const wrapper = withoutWrapping(value);
    if (name !== callee.text || !ts.isFunctionLike(wrapper)) return;
    const type = wrapper.parameters[index]?.type;
    const constraint = wrapper.typeParameters?.find(
      ({ name: { text } }) => text === textOf(type, file),
    )?.constraint;
    const said = textOf(constraint ?? type, file);
    saysNothing = said === '' || (/\b(?:any|Function)\b/.test(said) && !/\bPlugin|Event\b/.test(said));
  });
  return saysNothing;
}

function textOf(node: ts.Node | undefined, file: ts.SourceFile): string {
  return node === undefined ? '' : file.text.slice(node.pos, node.end).trim();
}
