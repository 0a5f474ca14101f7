/**
 * import-refused: PostHog loads no app that imports anything but a short list of packages (reference 4.3).
 *
 * ```js
 * import axios from 'axios'
 * ```
 */
import ts from 'typescript';
import { bareImportMessage, checkImport, type ImportCheck } from '../../platform/imports.ts';
import type { Profile } from '../../platform/profiles.ts';
import type { NodeRule } from './nodeRule.ts';
import { fix, quote, removeLine, replace } from './support/edits.ts';
import { boundIn, isUse } from './support/globalNames.ts';

export const importRefused: NodeRule = {
  name: 'import-refused',
  create: ({ app, isBuilt, profile, values, report }) => {
    // A build puts packages and files into the one file that PostHog loads.
    const isEntry = (file: ts.SourceFile): boolean => !isBuilt && file.fileName === app.entryFile;

    function check(specifier: ts.StringLiteralLike, names: readonly string[]): void {
      const message = messageFor(specifier.text, names, profile);
      if (message === undefined) return;
      const { replacement } = message;
      const fixes =
        replacement === null
          ? []
          : [
              {
                ...fix(`Import '${replacement}'`, replace(specifier, quote(specifier, replacement))),
                isSafe: specifier.text.startsWith('node:'),
              },
            ];
      report(specifier, message.text, fixes);
    }

    return {
      file(file) {
        if (!isEntry(file)) return;
        for (const statement of file.statements) {
          if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) continue;
          const { moduleSpecifier } = statement;
          if (moduleSpecifier === undefined || !ts.isStringLiteral(moduleSpecifier)) continue;
          if (ts.isImportDeclaration(statement) && statement.importClause === undefined) {
            if (checkImport(moduleSpecifier.text, profile).isAllowed) {
              report(statement, bareImportMessage, [fix('Remove the Import', removeLine(statement))]);
              continue;
            }
          }
          if (!isErased(statement, file)) check(moduleSpecifier, namesOf(statement));
        }
      },
      call(node) {
        const [specifier] = node.arguments;
        if (!isEntry(node.getSourceFile()) || specifier === undefined) return;
        const isImport = node.expression.kind === ts.SyntaxKind.ImportKeyword;
        if (!isImport && !(ts.isIdentifier(node.expression) && node.expression.text === 'require')) return;
        if (!isImport && !values.is(node.expression, 'require')) return;
        if (ts.isStringLiteralLike(specifier)) check(specifier, []);
        else if (!isImport)
          report(
            specifier,
            'PostHog reads the name of the module from the code, and cannot read it here. Write the name itself between quotes.',
          );
      },
    };
  },
};

function messageFor(
  specifier: string,
  names: readonly string[],
  profile: Profile,
): { readonly text: string; readonly replacement: string | null } | undefined {
  const result: ImportCheck = checkImport(specifier, profile);
  if (!result.isAllowed) {
    return {
      text: `PostHog does not load an app that imports '${specifier}'. ${result.advice}`,
      replacement: result.replacement,
    };
  }
  const { members } = result.provided;
  const missing = members === null ? undefined : names.find((name) => !members.includes(name));
  if (missing === undefined || members === null) return undefined;
  return {
    text: `PostHog provides only ${members.join(', ')} of '${specifier}', so ${missing} is undefined.`,
    replacement: null,
  };
}

/** Names that are imported one by one. */
function namesOf(statement: ts.ImportDeclaration | ts.ExportDeclaration): readonly string[] {
  if (!ts.isImportDeclaration(statement)) return [];
  const bindings = statement.importClause?.namedBindings;
  if (bindings === undefined || !ts.isNamedImports(bindings)) return [];
  return bindings.elements.flatMap(({ isTypeOnly, name, propertyName }) =>
    isTypeOnly ? [] : (propertyName ?? name).text,
  );
}

/**
 * Whether an import is gone before PostHog looks: of types, or of what the code never uses as a value. Its compiler reads
 * every app as TypeScript (reference 4.1).
 */
function isErased(statement: ts.ImportDeclaration | ts.ExportDeclaration, file: ts.SourceFile): boolean {
  if (ts.isExportDeclaration(statement)) return statement.isTypeOnly;
  const clause = statement.importClause;
  if (clause === undefined) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const { name, namedBindings } = clause;
  const taken = [
    ...(name === undefined ? [] : [clause]),
    ...(namedBindings === undefined
      ? []
      : ts.isNamespaceImport(namedBindings)
        ? [namedBindings]
        : namedBindings.elements),
  ];
  const used = importsUsed(file);
  // Nothing is taken by `import {} from`, which is kept.
  return (
    taken.length > 0 &&
    taken.every((each) => ('isTypeOnly' in each && each.isTypeOnly) || !used.has(each.name?.text ?? ''))
  );
}

const kept = new WeakMap<ts.SourceFile, ReadonlySet<string>>();

/** The names of the file itself that its code uses as values. */
function importsUsed(file: ts.SourceFile): ReadonlySet<string> {
  const known = kept.get(file);
  if (known !== undefined) return known;
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) {
      if ((isUse(node) || ts.isExportSpecifier(node.parent)) && boundIn(node) === file) names.add(node.text);
    } else if (ts.isExpressionWithTypeArguments(node) || !(ts.isTypeNode(node) || isTypeDeclaration(node))) {
      ts.forEachChild(node, visit);
    }
  };
  ts.forEachChild(file, visit);
  kept.set(file, names);
  return names;
}

function isTypeDeclaration(node: ts.Node): boolean {
  return ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isImportDeclaration(node);
}
