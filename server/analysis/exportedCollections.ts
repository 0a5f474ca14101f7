/**
 * The `jobs` and `metrics` that an app exports, by syntax alone: written out, spread into each other, and taken from other
 * files of the app.
 */
import ts from 'typescript';
import { jobsExport, metricsExport } from '../../platform/lifecycle.ts';
import { forEachTopLevelValue, literalsBehind, namedIn, withoutWrapping } from './lifecycleFunctions.ts';
import { type ImportedMember, importedMember } from './lookUp.ts';
import { joinFolder } from './modulePaths.ts';

export interface CollectionMember {
  readonly name: string;
  /** What stands for it, by way of a name at the top of the file, too. */
  readonly value: ts.Node;
  readonly file: ts.SourceFile;
}

export interface Collection {
  /** In order; of two of one name the later one counts. */
  readonly members: readonly CollectionMember[];
  /** The literals in which they are written. */
  readonly literals: readonly ts.ObjectLiteralExpression[];
  /** Whether these are all. */
  readonly isWhole: boolean;
}

const nothing: Collection = { members: [], literals: [], isWhole: true };

/** How many files may lead to one another; what goes round in circles ends, too. */
const maxSteps = 8;

/** The collections of an app, out of its files, which TypeScript has bound; the first file that names a member decides. */
export function collectionsOf(
  files: readonly ts.SourceFile[],
): Readonly<Record<typeof jobsExport | typeof metricsExport, Collection>> {
  const byPath = new Map(files.map((file) => [file.fileName, file]));
  const program = { getSourceFile: (path: string) => byPath.get(path) };
  const of = (name: string): Collection =>
    joined(
      files.toReversed().map((file) =>
        // Most files of a large app fail this test, which costs little.
        file.text.includes(name) ? exportedOf(file, name, program) : nothing,
      ),
    );
  return { [jobsExport]: of(jobsExport), [metricsExport]: of(metricsExport) };
}

type Program = Parameters<typeof joinFolder>[0];

function joined(parts: readonly Collection[]): Collection {
  return {
    members: parts.flatMap(({ members }) => members),
    literals: parts.flatMap(({ literals }) => literals),
    isWhole: parts.every(({ isWhole }) => isWhole),
  };
}

/** What a file exports under a name. */
function exportedOf(file: ts.SourceFile, name: string, program: Program): Collection {
  const parts: Collection[] = [];
  forEachTopLevelValue(file, (exported, value, isExported) => {
    if (isExported && exported === name) parts.push(collectionBehind(value, file, program, maxSteps));
  });
  for (const statement of file.statements) {
    if (!ts.isExportDeclaration(statement) || statement.moduleSpecifier === undefined) continue;
    const { moduleSpecifier: from } = statement;
    for (const { propertyName, name: exported } of namedExports(statement)) {
      // Under its own name it is found in the file that it comes from.
      if (exported.text !== name || propertyName === undefined || !ts.isStringLiteral(from)) continue;
      const taken = { module: from.text, members: [propertyName.text] };
      parts.push(ofOther(taken, file, program, maxSteps));
    }
  }
  parts.push(...renamedImports(file, name, program));
  return joined(parts);
}

/** `import { list } from './mail'`, and `export { list as jobs }`. */
function renamedImports(file: ts.SourceFile, name: string, program: Program): readonly Collection[] {
  return file.statements.flatMap((statement) =>
    namedExports(statement).flatMap(({ name: exported, propertyName }) => {
      const isOwn = (statement as ts.ExportDeclaration).moduleSpecifier === undefined;
      if (!isOwn || exported.text !== name || propertyName === undefined) return [];
      const imported = ts.isIdentifier(propertyName) ? importedMember(propertyName) : undefined;
      return imported === undefined ? [] : ofOther(imported, file, program, maxSteps);
    }),
  );
}

function namedExports(statement: ts.Statement): readonly ts.ExportSpecifier[] {
  return ts.isExportDeclaration(statement) &&
    statement.exportClause !== undefined &&
    ts.isNamedExports(statement.exportClause)
    ? statement.exportClause.elements
    : [];
}

function collectionBehind(value: ts.Node, file: ts.SourceFile, program: Program, steps: number): Collection {
  const { literals, others } = literalsBehind(value, file);
  const taken = others.map((other): Collection => {
    const imported = ts.isExpression(other) ? importedMember(other) : undefined;
    return imported === undefined
      ? { ...nothing, isWhole: false }
      : ofOther(imported, file, program, steps - 1);
  });
  const members = literals
    // What is spread stands behind its literal in the list.
    .toReversed()
    .flatMap((literal) => namedIn(literal))
    .map(({ name, value: written }) => ({ name, ...resolved(written, file, program) }));
  const own = { members, literals, isWhole: true };
  return joined([...taken, own]);
}

/** What a file gets from another one of the app. */
function ofOther(
  { module, members: [name, ...more] }: ImportedMember,
  from: ts.SourceFile,
  program: Program,
  steps: number,
): Collection {
  const file = joinFolder(program, module, from.fileName);
  if (file === undefined || more.length > 0 || steps === 0) return { ...nothing, isWhole: false };
  const value = name === undefined || name === 'default' ? defaultOf(file) : valueNamed(file, name);
  return value === undefined ? { ...nothing, isWhole: false } : collectionBehind(value, file, program, steps);
}

function defaultOf({ statements }: ts.SourceFile): ts.Node | undefined {
  return statements.find((statement) => ts.isExportAssignment(statement))?.expression;
}

/** What a name at the top of a file stands for. */
function valueNamed(file: ts.SourceFile, name: string): ts.Node | undefined {
  let found: ts.Node | undefined;
  forEachTopLevelValue(file, (given, value) => {
    if (given === name) found = value;
  });
  return found;
}

/** The value behind a name, in the file that has it. */
function resolved(
  value: ts.Node,
  file: ts.SourceFile,
  program: Program,
): Pick<CollectionMember, 'value' | 'file'> {
  const bare = withoutWrapping(value);
  const own = ts.isIdentifier(bare) ? valueNamed(file, bare.text) : undefined;
  if (own !== undefined) return { value: withoutWrapping(own), file };
  const imported = ts.isExpression(bare) ? importedMember(bare) : undefined;
  const [name, ...more] = imported?.members ?? [];
  const other = imported === undefined ? undefined : joinFolder(program, imported.module, file.fileName);
  const given =
    other === undefined || name === undefined || more.length > 0 ? undefined : valueNamed(other, name);
  return other === undefined || given === undefined
    ? { value: bare, file }
    : { value: withoutWrapping(given), file: other };
}
