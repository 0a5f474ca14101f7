/** Quick fixes of absent-global, where one edit is all it takes: what a package of PostHog has is imported. */
import ts from 'typescript';
import type { Fix } from '../analysis/finding.ts';
import { fix, newLineOf, quote, replace } from './support/edits.ts';

/** How names come out of a package, by the name. */
const imported: ReadonlyMap<string, Imported> = new Map([
  ['URLSearchParams', { what: '{ URLSearchParams }', from: 'url' }],
  ['crypto', { what: 'crypto', from: 'crypto' }],
]);

/** What browsers' `crypto` has and Node's module, in the versions that PostHog runs on, has not. */
const ofBrowsers: ReadonlySet<string> = new Set(['subtle', 'getRandomValues']);

/** @returns none for names that are no more than one part of what has to be changed. */
export function absentGlobalFixes(node: ts.Identifier): readonly Fix[] {
  const { parent, text } = node;
  const member = ts.isPropertyAccessExpression(parent) && parent.expression === node ? parent.name.text : '';
  if (text === 'performance' && member === 'now') return [fix('Use Date.now', replace(node, 'Date'))];
  const found = imported.get(text);
  if (found === undefined || ofBrowsers.has(member)) return [];
  return [adding(node, found)];
}

/** What the clients of Google are on servers of today, by their name in the old global (reference 4.2, 4.3). */
const ofGoogle: ReadonlyMap<string, string> = new Map([
  ['bigquery', 'BigQuery'],
  ['pubsub', 'PubSub'],
]);

/**
 * What to write in place of the old global `google`, and the quick fix where one edit is all it takes: for the class,
 * `google.cloud.bigquery.BigQuery`, and in CommonJS for the whole package as well.
 */
export function inPlaceOfGoogle(node: ts.Identifier): {
  readonly message: string;
  readonly fixes: readonly Fix[];
} {
  const client = memberIn(memberIn(node));
  const key = client?.name.text ?? '';
  const name = ofGoogle.get(key) ?? 'BigQuery';
  const what = { what: `{ ${name} }`, from: `@google-cloud/${name.toLowerCase()}` };
  const named = memberIn(client);
  const message = inWordsOf(
    node.getSourceFile(),
    `Servers of today have no global google. Write import ${what.what} from '${what.from}'.`,
  );
  if (client === undefined || !ofGoogle.has(key)) return { message, fixes: [] };
  if (named?.name.text === name) return { message, fixes: [adding(node, what, replace(named, name))] };
  const whole = `require(${quote(node, what.from)})`;
  const fixes = isCommonJs(node.getSourceFile()) ? [fix(`Change to ${whole}`, replace(client, whole))] : [];
  return { message, fixes };
}

function memberIn(node: ts.Node | undefined): ts.PropertyAccessExpression | undefined {
  const parent = node?.parent;
  return parent !== undefined && ts.isPropertyAccessExpression(parent) && parent.expression === node
    ? parent
    : undefined;
}

interface Imported {
  readonly what: string;
  readonly from: string;
}

/** Takes something out of a package as the file does it. */
function adding(node: ts.Identifier, { from, what }: Imported, ...more: Fix['changes']): Fix {
  const file = node.getSourceFile();
  const end = file.statements.some((statement) => statement.getText().endsWith(';')) ? ';' : '';
  const source = quote(node, from);
  const line = isCommonJs(file)
    ? `const ${what} = require(${source})${end}`
    : `import ${what} from ${source}${end}`;
  return fix(`Add ${line.replace(/;$/, '')}`, atTop(file, line, newLineOf(node)), ...more);
}

/** What a message says of imports, for a file that has none and asks with `require`. */
export function inWordsOf(file: ts.SourceFile, message: string): string {
  return isCommonJs(file)
    ? message.replace(/import (\{ \w+ \}|\w+) from ('[^']+')/, 'const $1 = require($2)')
    : message;
}

/** Whether a file is CommonJS; in TypeScript a file without imports shares its names with others like it. */
function isCommonJs(file: ts.SourceFile): boolean {
  const isModule = file.statements.some(
    (statement) =>
      ts.isImportDeclaration(statement) ||
      ts.isExportDeclaration(statement) ||
      ts.isExportAssignment(statement) ||
      (ts.canHaveModifiers(statement) &&
        ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true),
  );
  return !isModule && !/\.[cm]?tsx?$/.test(file.fileName);
}

/** `const name = require('package')` and the like. */
function isRequiring(statement: ts.Statement): boolean {
  const [first] = ts.isVariableStatement(statement) ? statement.declarationList.declarations : [];
  return first?.initializer?.getText().startsWith('require(') === true;
}

/** Before the first import or `require`, else behind what has to stand first in a file. */
function atTop(file: ts.SourceFile, line: string, newLine: string): Fix['changes'][number] {
  const first = file.statements.find((one) => ts.isImportDeclaration(one) || isRequiring(one));
  const head =
    /^(?:#!.*\r?\n)?(?:[ \t]*\/\/[ \t]*(?:@ts-|eslint).*\r?\n)*(?:\s*(['"])use strict\1;?[ \t]*\r?\n)?/;
  const start = first?.getStart(file) ?? head.exec(file.text)?.[0].length ?? 0;
  const gap = first === undefined && !/^\r?\n/.test(file.text.slice(start)) ? newLine : '';
  return { span: { file: file.fileName, start, length: 0 }, newText: line + newLine + gap };
}
