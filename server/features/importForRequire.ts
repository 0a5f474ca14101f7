/**
 * A TypeScript file without `import` and `export` shares its names with all others of that kind, so the editor's own support
 * reports `const crypto = require('crypto')` as declared twice where another file, or the library of browsers, has the name
 * (2451). The quick fix writes an import, which makes a module of the file; PostHog reads both alike (reference 4.3).
 */
import { type CodeAction, CodeActionKind, type CodeActionParams } from 'vscode-languageserver';
import ts from 'typescript';
import { nodeBefore } from '../analysis/position.ts';
import type { ServerContext } from '../context.ts';

const declaredTwice = 2451;

export async function importForRequireActions(
  context: ServerContext,
  { textDocument, context: { diagnostics } }: CodeActionParams,
): Promise<CodeAction[]> {
  const doubled = diagnostics.filter(({ code }) => code === declaredTwice);
  const [first] = doubled;
  const located = first === undefined ? undefined : await context.locate(textDocument.uri);
  const file = located?.service.program().program.getSourceFile(located.path);
  if (first === undefined || located === undefined || file === undefined) return [];
  const { document } = located;
  const node = nodeBefore(file, document.offsetAt(first.range.end));
  const statement = node && ts.findAncestor(node, ts.isVariableStatement);
  const text = statement === undefined ? undefined : importText(statement);
  if (statement === undefined || text === undefined) return [];
  const range = {
    start: document.positionAt(statement.getStart(file)),
    end: document.positionAt(statement.end),
  };
  return [
    {
      title: `Change to ${text}`,
      kind: CodeActionKind.QuickFix,
      diagnostics: doubled,
      isPreferred: true,
      edit: {
        changes: {
          [textDocument.uri]: [{ range, newText: statement.getText(file).endsWith(';') ? `${text};` : text }],
        },
      },
    },
  ];
}

/** What says the same as `const name = require('package')`; undefined for what is something else, or more than that. */
function importText({ parent, declarationList: { declarations } }: ts.VariableStatement): string | undefined {
  const [declaration, ...others] = declarations;
  const call = declaration?.initializer;
  if (!ts.isSourceFile(parent) || others.length > 0 || call === undefined || !ts.isCallExpression(call))
    return undefined;
  const [specifier] = call.arguments;
  const isRequire = ts.isIdentifier(call.expression) && call.expression.text === 'require';
  const what = declaration === undefined ? undefined : namesText(declaration.name);
  if (!isRequire || specifier === undefined || !ts.isStringLiteral(specifier)) return undefined;
  return what === undefined ? undefined : `import ${what} from ${specifier.getText()}`;
}

function namesText(name: ts.BindingName): string | undefined {
  if (ts.isIdentifier(name)) return name.text;
  if (ts.isArrayBindingPattern(name)) return undefined;
  const names = name.elements.map(({ dotDotDotToken, initializer, name: own, propertyName }) =>
    dotDotDotToken === undefined &&
    initializer === undefined &&
    ts.isIdentifier(own) &&
    (propertyName === undefined || ts.isIdentifier(propertyName))
      ? `${propertyName === undefined ? '' : `${propertyName.text} as `}${own.text}`
      : undefined,
  );
  return names.includes(undefined) ? undefined : `{ ${names.join(', ')} }`;
}
