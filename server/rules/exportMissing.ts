/**
 * export-missing: beside an export, PostHog calls only what is exported, and looks into no object that has a name of its
 * own; without any, only functions and `var` (reference 2.1).
 *
 * ```js
 * export function setupPlugin() {}
 * function onEvent(event) {}
 * ```
 */
import ts from 'typescript';
import type { Fix, TextChange } from '../analysis/finding.ts';
import type { NodeRule } from './nodeRule.ts';
import { fix, insertBefore } from './support/edits.ts';
import { exportPlace } from './support/exportPlace.ts';
import { withoutWrapping } from './support/valuePaths.ts';

export const exportMissing: NodeRule = {
  name: 'export-missing',
  create: ({ app, exportedObjects, isBuilt, lifecycle, report }) => {
    const uses = new Map<string, number>();
    return {
      identifier: ({ text }) => void uses.set(text, (uses.get(text) ?? 0) + 1),
      lifecycle({ isExported, name, node }) {
        if (isExported || isBuilt || node.getSourceFile().fileName !== app.entryFile) return;
        // A helper may have the name of a function that the file exports in another way.
        if (name.includes('.') || lifecycle.some((other) => other.name === name && other.isExported)) return;
        // A name that is mentioned elsewhere is a helper, or is exported in a way that cannot be seen here.
        if ((uses.get(name) ?? 0) > 1) return;
        report(placeOf(node), `PostHog does not see ${name}, so it never runs. Export it.`, fixes(node));
      },
      file(file) {
        if (isBuilt || file.fileName !== app.entryFile || lifecycle.some(({ isExported }) => isExported))
          return;
        for (const { members, name, value } of exportedObjects()) {
          const [first, ...others] = members;
          if (first === undefined) continue;
          const [them, it, runs] =
            others.length === 0
              ? [first, 'it', 'runs']
              : [`${others.join(', ')} and ${first}`, 'them', 'run'];
          report(
            exportPlace(value),
            `PostHog does not look into ${name}, so ${them} never ${runs}. Export ${it} by name.`,
            fixesOfObject(file, name, value, members),
          );
        }
      },
    };
  },
};

/** Methods of a class may need their object, and beside `module.exports` no `export` may stand. */
function fixesOfObject(
  file: ts.SourceFile,
  name: string,
  value: ts.Node,
  members: readonly string[],
): readonly Fix[] {
  const isPlain = ts.isExpression(value) && ts.isObjectLiteralExpression(withoutWrapping(value));
  const { parent } = value;
  if (!isPlain || !ts.isVariableDeclaration(parent) || parent.name.getText() !== name) return [];
  return [fix('Export by Name', insertAtEnd(file, `export const { ${members.join(', ')} } = ${name}`))];
}

function insertAtEnd(file: ts.SourceFile, line: string): TextChange {
  const newLine = file.text.includes('\r\n') ? '\r\n' : '\n';
  const before = file.text === '' || file.text.endsWith('\n') ? '' : newLine;
  const start = file.text.length;
  return { span: { file: file.fileName, start, length: 0 }, newText: `${before}${line}${newLine}` };
}

function placeOf(node: ts.FunctionLikeDeclaration): ts.Node {
  if (node.name !== undefined) return node.name;
  return ts.isVariableDeclaration(node.parent) ? node.parent.name : node;
}

function fixes(node: ts.FunctionLikeDeclaration): readonly Fix[] {
  const statement = ts.isFunctionDeclaration(node)
    ? node
    : ts.findAncestor(node, (parent) => ts.isVariableStatement(parent));
  // In a file of `module.exports` an `export` would hide the others.
  if (statement === undefined || !ts.isSourceFile(statement.parent)) return [];
  if (/\b(module\.)?exports\b/.test(node.getSourceFile().text)) return [];
  return [fix('Export It', insertBefore(statement, 'export '))];
}
