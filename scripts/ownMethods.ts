/**
 * Lets code of a bundle call the methods of texts, lists, numbers and functions as the language has them, whatever an app
 * in the same realm has put in their place since: `text.slice(1)` becomes `ownMethod(text, 'slice', 1)`.
 */
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import type { Plugin } from 'esbuild';
import ts from 'typescript';

const names: ReadonlySet<string> = new Set(
  [String, Array, Number, Function].flatMap(({ prototype }) => Object.getOwnPropertyNames(prototype)),
);

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The same code, on the same lines, with calls of methods of those names by `ownMethod`. */
export function withOwnMethods(code: string, path: string): string {
  const file = ts.createSourceFile(path, code, ts.ScriptTarget.Latest);
  const edits: Edit[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && !ts.isOptionalChain(node)) {
      const { arguments: given, expression: called } = node;
      if (
        ts.isPropertyAccessExpression(called) &&
        isValue(called.expression) &&
        names.has(called.name.text)
      ) {
        const start = called.expression.getStart(file);
        const open = code.slice(called.expression.end, given.pos).replaceAll(/[^\n]/g, '');
        const name = `, '${called.name.text}'${given.length === 0 ? '' : ', '}`;
        edits.push({ start, end: start, text: 'ownMethod(' });
        edits.push({ start: called.expression.end, end: given.pos, text: name + open });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  // Of two at one place, the one that was found first belongs to the outer call.
  return edits
    .toSorted((one, other) => one.start - other.start)
    .reduceRight((text, { start, end, text: by }) => text.slice(0, start) + by + text.slice(end), code);
}

/** `Reflect` and `Object` have functions of these names, and a super class is no value. */
function isValue(receiver: ts.Expression): boolean {
  return (
    receiver.kind !== ts.SyntaxKind.SuperKeyword &&
    !(ts.isIdentifier(receiver) && (receiver.text === 'Reflect' || receiver.text === 'Object'))
  );
}

/** For a bundle that injects `runtime/sandbox/context/ownMethod.ts`. */
export const ownMethods: Plugin = {
  name: 'own-methods',
  setup(build) {
    build.onLoad({ filter: /\.[jt]s$/ }, async ({ path }) => {
      const code = await readFile(path, 'utf8');
      const isOwn = /[\\/]ownMethod\.ts$/.test(path);
      return {
        contents: isOwn ? code : withOwnMethods(code, path),
        loader: extname(path) === '.ts' ? 'ts' : 'js',
      };
    });
  },
};
