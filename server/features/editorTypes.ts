/**
 * Which types the editor's own check has at hand in a file. Of the author's own code it knows what we know; what our
 * declarations say it knows where it was given them: from `posthog-env.d.ts`, or, without a project, by the extension.
 */
import ts from 'typescript';
import { allowedImports, moduleDeclarations } from '../../platform/imports.ts';
import type { App } from '../analysis/appFolder.ts';
import { environmentPlace, isLoose } from '../analysis/environmentFile.ts';
import { isGivenType } from '../analysis/handlerTypes.ts';
import { isKnownElsewhere } from '../analysis/knownElsewhere.ts';
import type { AppService } from '../analysis/program.ts';
import type { ServerContext } from '../context.ts';
import { withoutWrapping } from '../rules/support/valuePaths.ts';
import { joinPath, pathToUri } from '../uris.ts';

export class EditorTypes {
  readonly checker: ts.TypeChecker;
  readonly #context: ServerContext;
  readonly #app: App;
  readonly #service: AppService;
  readonly #path: string;

  /** @param path of the file in question. */
  constructor(context: ServerContext, app: App, service: AppService, path: string) {
    this.checker = service.program().program.getTypeChecker();
    this.#context = context;
    this.#app = app;
    this.#service = service;
    this.#path = path;
  }

  /** Whether it was given what our declarations say for all apps. */
  get hasOurs(): boolean {
    return this.#context.providerOf(pathToUri(this.#path)) === 'builtIn';
  }

  /** Whether it knows what a name stands for, also one that is imported. */
  knows(name: ts.Node): boolean {
    const symbol = this.checker.getSymbolAtLocation(name);
    if (symbol === undefined) return false;
    const isImported = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
    const { declarations = [] } = isImported ? this.checker.getAliasedSymbol(symbol) : symbol;
    return declarations.some((declaration) => this.#hasFile(declaration.getSourceFile()));
  }

  /**
   * Whether a parameter has a type by its author, or by that of the function or object that it is in, all of whose names it
   * knows; `any` says nothing of it.
   */
  isTyped(parameter: ts.ParameterDeclaration): boolean {
    if (isGivenType(parameter)) return false;
    const type = ts.getJSDocType(parameter) ?? parameter.type ?? typeAround(parameter.parent);
    if (type === undefined) return false;
    return (this.checker.getTypeAtLocation(parameter).flags & ts.TypeFlags.Any) === 0 && this.#knowsAll(type);
  }

  /**
   * Whether it gives a value the type that we give it: of what comes of a parameter without a type, or of what nobody
   * declared to it, it knows nothing.
   */
  hasTypeOf(value: ts.Expression | undefined): boolean {
    let at = value;
    for (;;) {
      if (at === undefined) return false;
      at = withoutWrapping(at);
      if (ts.isPropertyAccessExpression(at) && !this.knows(at.name)) return false;
      if (ts.isCallExpression(at) || ts.isPropertyAccessExpression(at) || ts.isAwaitExpression(at))
        at = at.expression;
      else if (ts.isNewExpression(at)) return true;
      else break;
    }
    if (!ts.isIdentifier(at) || !this.knows(at)) return false;
    let declaration: ts.Node | undefined = this.checker.getSymbolAtLocation(at)?.valueDeclaration;
    if (declaration === undefined) return false;
    while (ts.isBindingElement(declaration)) declaration = declaration.parent.parent;
    if (ts.isVariableDeclaration(declaration) && !declaration.getSourceFile().isDeclarationFile)
      return isFunction(declaration.initializer) || this.hasTypeOf(declaration.initializer);
    return !ts.isParameter(declaration) || this.isTyped(declaration);
  }

  #knowsAll(type: ts.Node): boolean {
    const names = ts.isTypeReferenceNode(type)
      ? [type.typeName]
      : ts.isImportTypeNode(type) && type.qualifier !== undefined
        ? [type.qualifier]
        : [];
    return (
      names.every((name) => this.knows(name)) &&
      ts.forEachChild(type, (child) => ts.isTypeNode(child) && !this.#knowsAll(child)) !== true
    );
  }

  #hasFile(file: ts.SourceFile): boolean {
    const { fileName } = file;
    if (this.#service.originOf(file) === undefined) return true;
    const { files, host } = this.#context;
    if (isKnownElsewhere(host, this.#app, this.#path, fileName)) return true;
    if (!this.hasOurs) return false;
    const ofModule = allowedImports.find(
      ({ name }) => joinPath(host.assets.declarations, moduleDeclarations(name)) === fileName,
    );
    if (ofModule === undefined || isLoose(host, this.#app, this.#path)) return true;
    // The file is written anew when the code is saved: an import that was just typed is not in it.
    const place = environmentPlace(host, this.#app, this.#context.appsBeside(this.#app), this.#path);
    return files.read(place.path)?.includes(`declare module '${ofModule.name}`) === true;
  }
}

/** The type that a function has from what is written at it, or at the object or the variable that it is the value of. */
function typeAround(node: ts.SignatureDeclaration): ts.TypeNode | undefined {
  const own = ts.getJSDocType(node);
  if (own !== undefined) return own;
  for (let at: ts.Node = node; !ts.isStatement(at) && !ts.isCallExpression(at.parent); at = at.parent) {
    if (ts.isVariableDeclaration(at)) return at.type ?? ts.getJSDocType(at);
    if (ts.isSatisfiesExpression(at) || ts.isAsExpression(at)) return at.type;
  }
  return undefined;
}

function isFunction(node: ts.Node | undefined): boolean {
  return node !== undefined && (ts.isArrowFunction(node) || ts.isFunctionExpression(node));
}
