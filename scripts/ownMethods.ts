/**
 * Lets code of a bundle call the methods of texts, lists, numbers and functions as the language has them, whatever an app
 * in the same realm has put in their place since: `text.slice(1)` becomes `ownMethod_slice(text, 1)`.
 */
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import type { Plugin } from 'esbuild';
import ts from 'typescript';

const prefix = 'ownMethod_';

/** By the kind of value that has them. What has none of these is called as it is written. */
const methods = {
  text: `at charAt charCodeAt codePointAt concat endsWith includes indexOf lastIndexOf match matchAll normalize padEnd
    padStart repeat replace replaceAll search slice split startsWith substring substr toLowerCase toUpperCase toString
    toWellFormed trim trimEnd trimStart`,
  list: `at concat every fill filter find findIndex flat flatMap forEach includes indexOf join lastIndexOf map pop push
    reduce reverse shift slice some sort splice toReversed toSorted unshift`,
  number: 'toFixed toString',
  function: 'apply bind call',
} as const;

const holders = { text: 'String', list: 'Array', number: 'Number', function: 'Function' } as const;
const tests = {
  text: "typeof of === 'string'",
  list: 'isArray(of)',
  number: "typeof of === 'number'",
  function: "typeof of === 'function'",
} as const;

type Kind = keyof typeof methods;

const kinds = Object.keys(methods) as readonly Kind[];
const kindsOf = new Map<string, Kind[]>();
for (const kind of kinds) {
  for (const name of methods[kind].split(/\s+/)) kindsOf.set(name, [...(kindsOf.get(name) ?? []), kind]);
}

/** The module that holds the methods; the bundler injects it. */
const moduleName = 'own-methods';

function moduleText(): string {
  const lines = [...kindsOf].map(([name, of]) => {
    const picked = of.map((kind) => `${tests[kind]} ? ${holders[kind]}_${name} : `).join('');
    return `export const ${prefix}${name} = (of, ...values) => apply(${picked}of.${name}, of, values);`;
  });
  const saved = kinds.map((kind) => {
    const names = methods[kind].split(/\s+/).map((name) => `${name}: ${holders[kind]}_${name}`);
    return `const { ${names.join(', ')} } = ${holders[kind]}.prototype;`;
  });
  return ['const { apply } = Reflect;', 'const { isArray } = Array;', ...saved, ...lines].join('\n');
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The same code, on the same lines, with calls of the methods that are known here by their own names. */
export function withOwnMethods(code: string, path: string): string {
  const file = ts.createSourceFile(path, code, ts.ScriptTarget.Latest);
  const edits: Edit[] = [];
  const visit = (node: ts.Node): void => {
    if (
      ts.isCallExpression(node) &&
      ts.isPropertyAccessExpression(node.expression) &&
      node.questionDotToken === undefined &&
      node.expression.questionDotToken === undefined &&
      !ts.isOptionalChain(node) &&
      isValue(node.expression.expression) &&
      kindsOf.has(node.expression.name.text)
    ) {
      const { expression: receiver, name } = node.expression;
      const start = receiver.getStart(file);
      edits.push({ start, end: start, text: `${prefix}${name.text}(` });
      const open = code.slice(receiver.end, node.arguments.pos);
      const comma = node.arguments.length === 0 ? '' : ',';
      edits.push({ start: receiver.end, end: node.arguments.pos, text: comma + open.replace(/[^\n]/g, '') });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  // Of two at one place, the one that was found first belongs to the outer call.
  return edits
    .toSorted((one, other) => one.start - other.start)
    .reduceRight((text, { start, end, text: by }) => text.slice(0, start) + by + text.slice(end), code);
}

/** `Reflect` has functions of these names, and a super class is no value. */
function isValue(receiver: ts.Expression): boolean {
  return (
    receiver.kind !== ts.SyntaxKind.SuperKeyword &&
    !(ts.isIdentifier(receiver) && receiver.text === 'Reflect')
  );
}

export const ownMethods: Plugin = {
  name: moduleName,
  setup(build) {
    build.onResolve({ filter: new RegExp(`^${moduleName}$`) }, () => ({
      path: moduleName,
      namespace: moduleName,
    }));
    build.onLoad({ filter: /.*/, namespace: moduleName }, () => ({ contents: moduleText(), loader: 'js' }));
    build.onLoad({ filter: /\.[jt]s$/, namespace: 'file' }, async ({ path }) => ({
      contents: withOwnMethods(await readFile(path, 'utf8'), path),
      loader: extname(path) === '.ts' ? 'ts' : 'js',
    }));
  },
};
