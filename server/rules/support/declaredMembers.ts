/** Uses of `meta.jobs.<name>` and `meta.metrics.<name>` beside what the app exports. */
import ts from 'typescript';
import { jobsExport } from '../../../platform/lifecycle.ts';
import type { Fix, TextChange } from '../../analysis/finding.ts';
import type { Access, RuleContext, Visitors } from '../nodeRule.ts';
import { wholeTextOf } from './constantTexts.ts';
import { fix, indentOf, insertAfter, newLineOf, replace } from './edits.ts';
import { fileScope } from './fileScope.ts';
import { similarName } from '../../../platform/similarName.ts';
import { isPath } from './valuePaths.ts';

export interface MissingMember {
  readonly name: string;
  readonly similar: string | undefined;
  /** Whether the file has a collection that it only does not export. */
  readonly isUnexported: boolean;
}

/**
 * @param given names that are there without being exported.
 * @param written the text of a new member of a name, for a use of it.
 */
export function checkMembers(
  { app, collection: membersOf, report, values }: RuleContext,
  collection: string,
  given: readonly string[],
  message: (missing: MissingMember) => string,
  written: (name: string, use: ts.Node) => string,
): Visitors {
  const uses: { readonly name: string; readonly node: ts.Node }[] = [];
  const isEntry = (node: ts.Node): boolean => node.getSourceFile().fileName === app.entryFile;
  return {
    access(node) {
      if (!isPath(values.of(node.expression), 'meta', [collection])) return;
      const name = ts.isPropertyAccessExpression(node)
        ? node.name.text
        : wholeTextOf(node.argumentExpression, values);
      if (name !== undefined) uses.push({ name, node: memberNode(node) });
    },
    binding(node) {
      const path = values.ofBinding(node);
      if (path?.root !== 'meta' || path.members.length !== 2 || path.members[0] !== collection) return;
      uses.push({ name: path.members[1] ?? '', node: node.propertyName ?? node.name });
    },
    end() {
      if (uses.length === 0) return;
      const { isOpen, values: names } = membersOf(collection);
      if (isOpen) return;
      for (const { name, node } of uses) {
        // Behind a dot the name is still to come.
        if (name === '' || names.has(name) || given.includes(name)) continue;
        const similar = similarName(name, new Set(names.keys()));
        const isUnexported = names.size === 0 && fileScope(node.getSourceFile()).has(collection);
        const isRenamed = ts.isIdentifier(node) && !ts.isBindingElement(node.parent);
        const fixes =
          similar !== undefined
            ? isRenamed
              ? [fix(`Change to ${similar}`, replace(node, similar))]
              : []
            : isUnexported || !ts.isIdentifier(node) || (names.size === 0 && !isEntry(node))
              ? []
              : declaring(collection, name, written(name, node), node, names);
        report(node, message({ name, similar, isUnexported }), fixes);
      }
    },
  };
}

/** Writes a member into the literal that holds the others; where there is none, into one that is exported as the rest is. */
function declaring(
  collection: string,
  name: string,
  member: string,
  use: ts.Node,
  names: ReadonlyMap<string, ts.Node | undefined>,
): readonly Fix[] {
  const title = `Add ${name} to the ${collection === jobsExport ? 'Jobs' : 'Metrics'}`;
  const file = use.getSourceFile();
  if (names.size === 0) {
    const end = newLineOf(use);
    const holder = exportedObject(file);
    if (holder !== undefined) {
      const [open, close] = isOnOwnLine(holder)
        ? [`${end}${indentOf(holder)}  `, `,${end}${indentOf(holder)}`]
        : [' ', ' '];
      return [fix(title, addition(holder, `${collection}: {${open}${member}${close}}`))];
    }
    const way = file.statements.some(isExported) ? 'export const ' : exportsIn(file);
    if (way === undefined) return [];
    const before = file.text.endsWith('\n') ? end : end + end;
    const newText = `${before}${way}${collection} = {${end}  ${member},${end}}${end}`;
    return [fix(title, { span: { file: file.fileName, start: file.text.length, length: 0 }, newText })];
  }
  const last = [...names.values()].at(-1);
  const entry = last === undefined || ts.isObjectLiteralElement(last) ? last : last.parent;
  if (entry === undefined || !ts.isObjectLiteralElement(entry)) return [];
  return [fix(title, addition(entry, member))];
}

/** Another entry behind one, on a line of its own where that has one. */
function addition(entry: ts.ObjectLiteralElement, text: string): TextChange {
  return insertAfter(entry, `,${isOnOwnLine(entry) ? newLineOf(entry) + indentOf(entry) : ' '}${text}`);
}

function isOnOwnLine(node: ts.Node): boolean {
  return /\n[ \t]*$/.test(node.getSourceFile().text.slice(0, node.getStart()));
}

/** The last entry of `module.exports = { … }`. */
function exportedObject({ statements }: ts.SourceFile): ts.ObjectLiteralElement | undefined {
  return statements
    .flatMap((statement) => assignmentIn(statement) ?? [])
    .filter(({ left }) => left.getText() === 'module.exports')
    .flatMap(({ right }) => (ts.isObjectLiteralExpression(right) ? (right.properties.at(-1) ?? []) : []))
    .at(-1);
}

/** How a file of CommonJS begins an export: as the others that it has. */
function exportsIn({ statements }: ts.SourceFile): string | undefined {
  return statements
    .map((statement) => assignmentIn(statement)?.left.getText() ?? '')
    .flatMap((left) => /^(?:module\.)?exports\.(?=\w+$)/.exec(left) ?? [])
    .at(-1);
}

function assignmentIn(statement: ts.Statement): ts.BinaryExpression | undefined {
  const value = ts.isExpressionStatement(statement) ? statement.expression : undefined;
  return value !== undefined && ts.isBinaryExpression(value) ? value : undefined;
}

function isExported(statement: ts.Statement): boolean {
  return (
    ts.canHaveModifiers(statement) &&
    ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true
  );
}

function memberNode(node: Access): ts.Node {
  return ts.isPropertyAccessExpression(node) ? node.name : node.argumentExpression;
}
