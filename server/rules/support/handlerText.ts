/** How fixes write parameters of handlers in TypeScript, where strict settings ask for their types. */
import ts from 'typescript';
import { hasTypeOfItsOwn, nameInProfile, parameterTypes } from '../../analysis/handlerTypes.ts';
import type { Profile } from '../../../platform/profiles.ts';

/** Whether a node is in a file that takes annotations. */
export function isTypeScript(node: ts.Node): boolean {
  return /\.[cm]?tsx?$/.test(node.getSourceFile().fileName);
}

/** The type of `meta` under the name that a file imports it by, else by ours. */
export function metaType(node: ts.Node): string {
  for (const statement of node.getSourceFile().statements) {
    if (
      !ts.isImportDeclaration(statement) ||
      !/plugin-scaffold['"]$/.test(statement.moduleSpecifier.getText())
    )
      continue;
    const named = statement.importClause?.namedBindings;
    if (named === undefined || !ts.isNamedImports(named)) continue;
    const found = named.elements.find(
      ({ name, propertyName }) => (propertyName ?? name).text === 'PluginMeta',
    );
    if (found !== undefined) return found.name.text;
  }
  return 'PostHogApp.PluginMeta';
}

/**
 * What stands behind parameters that are added to a handler: empty in JavaScript, and where its variable has a type.
 *
 * @param index of the parameter among those that PostHog passes.
 */
export function annotationOf(
  handler: ts.FunctionLikeDeclaration,
  name: string,
  index: number,
  profile: Profile,
): string {
  const type = parameterTypes(name)[index];
  if (type === undefined || !isTypeScript(handler) || hasTypeOfItsOwn(handler)) return '';
  return `: ${type === 'PostHogApp.PluginMeta' ? metaType(handler) : nameInProfile(type, profile)}`;
}
