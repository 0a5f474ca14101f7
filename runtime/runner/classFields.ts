/**
 * Fields without a value: PostHog's Babel takes them for mere types, in JavaScript too, and removes them (reference 4.4).
 * Left in, they would put `undefined` over what a class above has set.
 */
import type typescript from 'typescript';

type TypeScript = typeof typescript;

/**
 * Removes the fields without a value of a compiled file, those among them that the compiler makes of parameters. Private
 * ones stay, and so does what has a value.
 */
export function removeEmptyFields(
  ts: TypeScript,
  context: typescript.TransformationContext,
  file: typescript.SourceFile,
): typescript.SourceFile {
  if (!/\bclass\b/.test(file.text)) return file;
  const visit = (node: typescript.Node): typescript.Node | undefined =>
    isEmptyField(ts, node) ? undefined : ts.visitEachChild(node, visit, context);
  return ts.visitEachChild(file, visit, context);
}

function isEmptyField(ts: TypeScript, node: typescript.Node): boolean {
  return (
    ts.isPropertyDeclaration(node) && node.initializer === undefined && !ts.isPrivateIdentifier(node.name)
  );
}
