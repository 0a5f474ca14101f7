/** The files of an app: each is executed once, when it is first needed, and gives its exports. */
import ts from 'typescript';
import { packageExport } from './ambient.ts';
import { HeapObject } from './heap.ts';
import type { Machine } from './machine.ts';
import { newObject } from './objects.ts';
import { hoist } from './declarations.ts';
import { executeAll } from './statements.ts';
import { Scope } from './scope.ts';
import { objectsOf, reference, undefinedValue, unknown, type Value } from './values.ts';

/** Finds the file that an import means; undefined for packages and files that are not there. */
export type FindFile = (specifier: string, from: string) => ts.SourceFile | undefined;

type Export =
  | { readonly kind: 'local'; readonly local: string; readonly node: ts.Node }
  | { readonly kind: 'from'; readonly specifier: string; readonly name: string; readonly node: ts.Node };

export interface Module {
  readonly file: ts.SourceFile;
  readonly scope: Scope;
  /** The variable `module`, whose field `exports` CommonJS replaces or fills. */
  readonly holder: HeapObject;
  /** The object that `exports` is at first. */
  readonly exports: HeapObject;
  readonly names: ReadonlyMap<string, Export>;
  /** Specifiers of `export * from`. */
  readonly stars: readonly string[];
}

export class Modules {
  readonly #machine: Machine;
  readonly #findFile: FindFile;
  readonly #modules = new Map<ts.SourceFile, Module>();

  constructor(machine: Machine, findFile: FindFile) {
    this.#machine = machine;
    this.#findFile = findFile;
  }

  /** Executes a file, once. */
  load(file: ts.SourceFile): Module {
    const known = this.#modules.get(file);
    if (known !== undefined) return known;
    const module = this.#create(file);
    this.#modules.set(file, module);
    this.#execute(module);
    return module;
  }

  /** What `require(specifier)` gives. */
  require(specifier: string, from: string): Value {
    const file = this.#findFile(specifier, from);
    if (file === undefined)
      return packageExport(this.#machine, specifier, '*') ?? unknown('other', `package ${specifier}`);
    if (file.fileName.endsWith('.json')) return this.#readJson(file);
    const module = this.load(file);
    return module.names.size > 0 || module.stars.length > 0
      ? this.namespaceOf(module)
      : this.commonExports(module);
  }

  /** An export by name; undefined when there is none. */
  read(module: Module, name: string, seen: readonly Module[] = []): Value | undefined {
    if (seen.includes(module)) return undefined;
    const found = module.names.get(name);
    if (found?.kind === 'local') return this.#local(module, found.local);
    if (found?.kind === 'from') return this.#from(module, found.specifier, found.name, [...seen, module]);
    for (const specifier of name === 'default' ? [] : module.stars) {
      const value = this.#from(module, specifier, name, [...seen, module]);
      if (value !== undefined && !isUndefined(value)) return value;
    }
    const common = this.commonExports(module);
    const [object] = objectsOf(common);
    const field = object?.field(name);
    if (field !== undefined) return field;
    const isCommon = module.names.size === 0;
    return name === 'default' && isCommon ? common : undefined;
  }

  /** What `module.exports` is by now. */
  commonExports(module: Module): Value {
    return this.#machine.get(module.holder, 'exports') ?? undefinedValue;
  }

  /** All exports as an object: `import * as name`. */
  namespaceOf(module: Module): Value {
    const fields: Record<string, Value> = {};
    for (const name of this.namesOf(module)) fields[name] = this.read(module, name) ?? undefinedValue;
    return newObject(this.#machine, fields);
  }

  namesOf(module: Module, seen: readonly Module[] = []): readonly string[] {
    if (seen.includes(module)) return [];
    const stars = module.stars.flatMap((specifier) => {
      const file = this.#findFile(specifier, module.file.fileName);
      return file === undefined
        ? []
        : this.namesOf(this.load(file), [...seen, module]).filter((name) => name !== 'default');
    });
    const common = objectsOf(this.commonExports(module)).flatMap((object) => object.keys());
    return [...new Set([...module.names.keys(), ...stars, ...common])];
  }

  #local(module: Module, local: string): Value {
    const holder = module.scope.holderOf(local);
    const imported = holder?.imports.get(local);
    if (imported !== undefined) return imported();
    return (holder === undefined ? undefined : this.#machine.get(holder, local)) ?? undefinedValue;
  }

  #from(module: Module, specifier: string, name: string, seen: readonly Module[]): Value | undefined {
    const file = this.#findFile(specifier, module.file.fileName);
    if (file === undefined) return packageExport(this.#machine, specifier, name);
    if (file.fileName.endsWith('.json')) return this.#readJson(file);
    const target = this.load(file);
    return name === '*' ? this.namespaceOf(target) : this.read(target, name, seen);
  }

  #create(file: ts.SourceFile): Module {
    linkParents(file);
    const exports = new HeapObject('object');
    const holder = new HeapObject('object');
    const scope = new Scope(undefined);
    const machine = this.#machine;
    machine.set(holder, 'exports', reference(exports));
    machine.set(scope, 'module', reference(holder));
    machine.set(scope, 'exports', reference(exports));
    const names = new Map<string, Export>();
    const stars: string[] = [];
    for (const statement of file.statements) {
      readExports(statement, names, stars);
      this.#readImports(statement, scope, file.fileName);
    }
    return { file, scope, holder, exports, names, stars };
  }

  #execute({ file, scope }: Module): void {
    const machine = this.#machine;
    const { activation, frame, handler } = machine;
    const end = machine.open();
    machine.activation = { end, yields: [], conditionalYields: [], turn: {}, targets: [] };
    machine.handler = undefined;
    machine.attempt(() => {
      this.#loadImports(file);
      hoist(machine, file, file.statements, scope);
      executeAll(machine, file.statements, scope);
      return undefinedValue;
    });
    machine.arrive(end, undefinedValue);
    machine.close(end);
    machine.activation = activation;
    machine.frame = frame;
    machine.handler = handler;
  }

  /** Imported files are executed before the one that imports them. */
  #loadImports(file: ts.SourceFile): void {
    for (const statement of file.statements) {
      if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) continue;
      const specifier =
        statement.moduleSpecifier === undefined ? undefined : textOf(statement.moduleSpecifier);
      const found = specifier === undefined ? undefined : this.#findFile(specifier, file.fileName);
      if (found !== undefined && !found.fileName.endsWith('.json')) this.load(found);
    }
  }

  /** Files that are loaded by now. */
  get loaded(): ReadonlySet<ts.SourceFile> {
    return new Set(this.#modules.keys());
  }

  /** Forgets the files that were loaded since then, because what their execution did was taken back. */
  forgetSince(loaded: ReadonlySet<ts.SourceFile>): void {
    for (const file of this.#modules.keys()) if (!loaded.has(file)) this.#modules.delete(file);
  }

  #readImports(statement: ts.Statement, scope: Scope, from: string): void {
    if (ts.isImportEqualsDeclaration(statement) && ts.isExternalModuleReference(statement.moduleReference)) {
      const specifier = textOf(statement.moduleReference.expression);
      if (specifier !== undefined)
        scope.imports.set(statement.name.text, () => this.require(specifier, from));
      return;
    }
    if (!ts.isImportDeclaration(statement)) return;
    const specifier = textOf(statement.moduleSpecifier);
    const clause = statement.importClause;
    if (specifier === undefined || clause === undefined) return;
    const add = (local: string, name: string): void => {
      scope.imports.set(local, () => this.#import(specifier, name, from));
    };
    if (clause.name !== undefined) add(clause.name.text, 'default');
    const bindings = clause.namedBindings;
    if (bindings === undefined) return;
    if (ts.isNamespaceImport(bindings)) add(bindings.name.text, '*');
    else for (const { name, propertyName } of bindings.elements) add(name.text, (propertyName ?? name).text);
  }

  #import(specifier: string, name: string, from: string): Value {
    const file = this.#findFile(specifier, from);
    if (file === undefined) {
      return (
        packageExport(this.#machine, specifier, name) ?? unknown('other', `package ${specifier}.${name}`)
      );
    }
    if (file.fileName.endsWith('.json')) return this.#readJson(file);
    const module = this.load(file);
    if (name === '*') return this.namespaceOf(module);
    return this.read(module, name) ?? unknown('other');
  }

  #readJson(file: ts.SourceFile): Value {
    const [statement] = file.statements;
    if (statement === undefined || !ts.isExpressionStatement(statement)) return unknown('other');
    return this.#machine.evaluate(statement.expression, new Scope(undefined));
  }
}

/** Parents are set when TypeScript binds a file, which the execution has no other need for. */
function linkParents(file: ts.SourceFile): void {
  const last = file.statements.at(-1);
  if (last === undefined || (last.parent === file && hasParents(last))) return;
  linkChildren(file);
}

function linkChildren(node: ts.Node): void {
  ts.forEachChild(node, (child) => {
    (child as { parent: ts.Node }).parent = node;
    linkChildren(child);
  });
}

function hasParents(node: ts.Node): boolean {
  let isLinked = true;
  ts.forEachChild(node, (child) => {
    if (child.parent !== node) isLinked = false;
  });
  return isLinked;
}

function isUndefined({ of }: Value): boolean {
  return of.every((simple) => simple.kind === 'primitive' && simple.value === undefined);
}

function textOf(node: ts.Expression): string | undefined {
  return ts.isStringLiteralLike(node) ? node.text : undefined;
}

/** What a statement exports. */
function readExports(statement: ts.Statement, names: Map<string, Export>, stars: string[]): void {
  if (ts.isExportAssignment(statement)) {
    if (statement.isExportEquals !== true)
      names.set('default', { kind: 'local', local: 'export default', node: statement });
    return;
  }
  if (ts.isExportDeclaration(statement)) {
    readExportDeclaration(statement, names, stars);
    return;
  }
  if (!ts.canHaveModifiers(statement)) return;
  const modifiers = ts.getModifiers(statement)?.map(({ kind }) => kind) ?? [];
  if (!modifiers.includes(ts.SyntaxKind.ExportKeyword)) return;
  if (ts.isVariableStatement(statement)) {
    for (const declaration of statement.declarationList.declarations) addBound(declaration.name, names);
  } else if (
    (ts.isFunctionDeclaration(statement) && statement.body !== undefined) ||
    ts.isClassDeclaration(statement) ||
    ts.isEnumDeclaration(statement)
  ) {
    const isDefault = modifiers.includes(ts.SyntaxKind.DefaultKeyword);
    const local = statement.name?.text ?? 'default';
    names.set(isDefault ? 'default' : local, { kind: 'local', local, node: statement.name ?? statement });
  } else if (ts.isModuleDeclaration(statement) && ts.isIdentifier(statement.name)) {
    names.set(statement.name.text, { kind: 'local', local: statement.name.text, node: statement.name });
  }
}

function addBound(name: ts.BindingName, names: Map<string, Export>): void {
  if (ts.isIdentifier(name)) {
    names.set(name.text, { kind: 'local', local: name.text, node: name });
    return;
  }
  for (const element of name.elements) if (ts.isBindingElement(element)) addBound(element.name, names);
}

function readExportDeclaration(
  statement: ts.ExportDeclaration,
  names: Map<string, Export>,
  stars: string[],
): void {
  const specifier = statement.moduleSpecifier === undefined ? undefined : textOf(statement.moduleSpecifier);
  const clause = statement.exportClause;
  if (clause === undefined) {
    if (specifier !== undefined) stars.push(specifier);
    return;
  }
  if (ts.isNamespaceExport(clause)) {
    if (specifier !== undefined)
      names.set(clause.name.text, { kind: 'from', specifier, name: '*', node: clause.name });
    return;
  }
  for (const { name, propertyName } of clause.elements) {
    const local = (propertyName ?? name).text;
    names.set(
      name.text,
      specifier === undefined
        ? { kind: 'local', local, node: name }
        : { kind: 'from', specifier, name: local, node: name },
    );
  }
}
