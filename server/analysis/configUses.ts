/** Where an app's code names a key of its config: `meta.config.key`, `const { key } = config`, `meta.attachments.key`. */
import ts from 'typescript';
import { appCode } from '../rules/support/appCode.ts';
import { ValuePaths } from '../rules/support/valuePaths.ts';
import type { AppProgram } from './appProgram.ts';

export interface ConfigUse {
  readonly key: string;
  /** The name, or the text in brackets. */
  readonly node: ts.Identifier | ts.StringLiteralLike;
}

/** All uses, file by file in the order of the code. Uses that cannot be told apart by syntax are left out. */
export function findConfigUses(app: AppProgram): readonly ConfigUse[] {
  const values = valuesOf(app);
  return app.files.flatMap((file) => usesWhereNamed(file, values));
}

/** The uses in one file of an app. */
export function configUsesIn(app: AppProgram, file: ts.SourceFile): readonly ConfigUse[] {
  return usesWhereNamed(file, valuesOf(app));
}

function valuesOf(app: AppProgram): ValuePaths {
  const { files, lifecycle } = appCode(app);
  return new ValuePaths(app.program.getTypeChecker(), lifecycle, files);
}

function usesWhereNamed(file: ts.SourceFile, values: ValuePaths): readonly ConfigUse[] {
  return /\b(?:config|attachments)\b/.test(file.text) ? usesIn(file, values) : [];
}

function usesIn(file: ts.SourceFile, values: ValuePaths): readonly ConfigUse[] {
  const uses: ConfigUse[] = [];
  const stack: ts.Node[] = [file];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    const use = useOf(node, values);
    if (use !== undefined) uses.push(use);
    ts.forEachChild(node, (child) => void stack.push(child));
  }
  return uses.toSorted((one, other) => one.node.pos - other.node.pos);
}

function useOf(node: ts.Node, values: ValuePaths): ConfigUse | undefined {
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
    const name = ts.isPropertyAccessExpression(node) ? node.name : node.argumentExpression;
    const path = values.of(node);
    const isKey = ts.isIdentifier(name) || ts.isStringLiteralLike(name);
    return path?.root === 'meta' && isKey ? keyOf(path.members, name) : undefined;
  }
  if (!ts.isBindingElement(node)) return undefined;
  const name = node.propertyName ?? node.name;
  const path = values.ofBinding(node);
  const isKey = ts.isIdentifier(name) || ts.isStringLiteral(name);
  return path?.root === 'meta' && isKey ? keyOf(path.members, name) : undefined;
}

function keyOf(members: readonly string[], node: ConfigUse['node']): ConfigUse | undefined {
  const [collection, key] = members;
  if (members.length !== 2 || key === undefined) return undefined;
  return collection === 'config' || collection === 'attachments' ? { key, node } : undefined;
}
