/** Whether a question about a piece of code is ours to answer; see owner.ts for who knows what. */
import ts from 'typescript';
import type { TypeProvider } from '../../protocol/lsp.ts';
import { environmentPlace, isLoose } from '../analysis/environmentFile.ts';
import { type DeclaredPart, partDeclaredIn } from '../analysis/environmentMembers.ts';
import { isKnownElsewhere } from '../analysis/knownElsewhere.ts';
import { declarationOfMember } from '../analysis/memberDeclaration.ts';
import type { Located, ServerContext } from '../context.ts';
import {
  innerExpression,
  isAnyForOthers,
  isOfTexts,
  type Owner,
  type OwnerContext,
  ownerOfExpression,
  ownerOfSymbol,
  sourceOfValue,
} from '../analysis/owner.ts';
import { pathToUri } from '../uris.ts';

export class Answers {
  readonly file: ts.SourceFile;
  readonly checker: ts.TypeChecker;
  readonly #owners: OwnerContext;
  readonly #provider: TypeProvider;
  /** Whether `posthog-env.d.ts` tells everybody what is known of the app; it takes a look at the disk. */
  readonly #isAppDeclared: () => boolean;
  readonly #environment: () => string | undefined;

  constructor(context: ServerContext, { app, service, path, document }: Located) {
    const { program } = service.program();
    const file = program.getSourceFile(path);
    if (file === undefined) throw new Error(`The program of the app does not have ${path}.`);
    this.file = file;
    this.checker = program.getTypeChecker();
    this.#owners = {
      checker: this.checker,
      originOf: (source) => service.originOf(source),
      hasAnyParts: (source) => service.hasAnyParts(source),
      isElsewhere: ({ fileName }) => isKnownElsewhere(context.host, app, path, fileName),
    };
    this.#provider = context.providerOf(document.uri);
    const placeOf = () => environmentPlace(context.host, app, context.appsBeside(app), path);
    this.#environment = () => context.files.read(placeOf().path);
    this.#isAppDeclared = () => {
      const place = placeOf();
      if (place.isShared || !context.files.exists(place.path)) return false;
      // Files of no project are checked together with what is open, and with nothing else.
      return !isLoose(context.host, app, path) || context.documents.get(pathToUri(place.path)) !== undefined;
    };
  }

  /** Whether members, values or signatures of an expression are ours to tell. */
  aboutExpression(expression: ts.Node): boolean {
    return this.#isUntoldValue(expression) || this.#isOurs(() => ownerOfExpression(expression, this.#owners));
  }

  /** Whether what stands behind the dot of an expression is ours to tell: whatever a text is, its methods are the same. */
  aboutMembers(expression: ts.Node): boolean {
    if (this.#isUntoldValue(expression)) return true;
    return this.#isOurs(() => {
      const owner = ownerOfExpression(expression, this.#owners);
      return owner === 'app' && isOfTexts(expression, this.checker) ? 'declared' : owner;
    });
  }

  /** Whether a name by itself is ours to tell. */
  aboutSymbol(symbol: ts.Symbol | undefined): boolean {
    return this.#isOurs(() => ownerOfSymbol(symbol, this.#owners));
  }

  /**
   * Whether the type of a name is what the app's own manifest and code say, which nobody else can tell: what holds for
   * all apps is told of it by the others, too.
   */
  aboutApp(name: ts.Node): boolean {
    return this.#isOurs(() => {
      const owner = ownerOfExpression(name, this.#owners);
      return owner === 'app' || owner === 'part' ? owner : 'other';
    });
  }

  /** Whether the other side, too, knows which texts alone an expression may be, as by the choices of the manifest. */
  areTextsKnown(expression: ts.Node): boolean {
    if (this.#provider !== 'builtIn' || !this.checker.getTypeAtLocation(expression).isUnion()) return false;
    const owner = ownerOfExpression(expression, this.#owners);
    return (owner === 'app' || owner === 'other') && this.#isAppDeclared();
  }

  /** Whether the other side, too, has the type of an expression from our declarations, or from the code. */
  isTypeKnown(expression: ts.Node): boolean {
    if (this.#provider !== 'builtIn') return false;
    const owner = ownerOfExpression(expression, this.#owners);
    return owner === 'declared' || owner === 'other' || (owner === 'app' && this.#isAppDeclared());
  }

  /** Whether plugin.json or the code declares the member of `meta` that a name means. */
  isOfApp(name: ts.Node): boolean {
    return this.#isDeclaredByApp(this.checker.getSymbolAtLocation(name));
  }

  /** Whether plugin.json and the code say all that is known of a part of `meta`: others have it from `posthog-env.d.ts`. */
  isOfAppAlone(part: ts.Expression): boolean {
    return this.#isDeclaredByApp(this.checker.getTypeAtLocation(part).getSymbol());
  }

  #isDeclaredByApp(symbol: ts.Symbol | undefined): boolean {
    const { declarations = [] } = symbol ?? {};
    return declarations.some((one) => this.#owners.originOf(one.getSourceFile()) === 'app');
  }

  /** Whether the code itself says what an expression, or what a pattern takes apart, is. */
  isOfCode(expression: ts.Node): boolean {
    return ownerOfExpression(expression, this.#owners) === 'other';
  }

  /**
   * Members of a part of `meta`, such as `config`, that are new in plugin.json or the code: `posthog-env.d.ts`, from which
   * the other side knows the rest, is written when those are saved.
   */
  untoldIn(part: ts.Node): ReadonlySet<string> {
    const type = this.checker.getNonNullableType(this.checker.getTypeAtLocation(part));
    const symbol = type.getSymbol();
    const declared = symbol === undefined ? undefined : this.#toldOf(symbol);
    const names = declared === undefined ? [] : type.getProperties().map(({ name }) => name);
    return new Set(names.filter((name) => declared?.names.has(name) === false));
  }

  /** Texts that an expression may be by plugin.json, such as the choices of a key, of which the other side does not know yet. */
  untoldTexts(value: ts.Node): ReadonlySet<string> {
    const key = declarationOfMember(value, this.checker);
    // Of `module.exports` it is a whole file.
    if (key === undefined || !ts.isPropertySignature(key)) return new Set();
    const part = key.parent.parent;
    if (this.#owners.originOf(key.getSourceFile()) !== 'app' || !isPartOfApp(part)) return new Set();
    const declared = this.#toldOfPart(part.name.getText());
    if (declared === undefined) return new Set();
    const told = isText(key.name) ? declared.texts.get(key.name.text) : undefined;
    const type = this.checker.getNonNullableType(this.checker.getTypeAtLocation(key));
    const texts = (type.isUnion() ? type.types : [type]).filter((one) => one.isStringLiteral());
    return new Set(
      texts.map(({ value: text }) => text).filter((text) => text !== '' && told?.has(text) !== true),
    );
  }

  /** Whether a name means such a member. */
  isUntold(name: ts.Node): boolean {
    const part = partOf(name);
    return part !== undefined && isText(name) && this.untoldIn(part).has(name.text);
  }

  /** Whether a value is such a member, or comes of one, in a part where all that is untold may be anything for others. */
  #isUntoldValue(expression: ts.Node, steps = maxSteps): boolean {
    if (this.#provider !== 'builtIn' || steps === 0) return false;
    for (let at: ts.Node | undefined = expression; at !== undefined; at = innerExpression(at)) {
      if (ts.isPropertyAccessExpression(at) && this.#isUntoldAny(at.name)) return true;
      if (ts.isElementAccessExpression(at) && this.#isUntoldAny(at.argumentExpression)) return true;
      if (!ts.isIdentifier(at)) continue;
      const declaration = this.checker.getSymbolAtLocation(at)?.valueDeclaration;
      if (declaration === undefined) return false;
      if (ts.isBindingElement(declaration) && this.#isUntoldAny(declaration.propertyName ?? declaration.name))
        return true;
      const source = sourceOfValue(declaration);
      return source !== undefined && this.#isUntoldValue(source, steps - 1);
    }
    return false;
  }

  #isUntoldAny(name: ts.Node): boolean {
    const part = partOf(name);
    if (part === undefined || !isText(name)) return false;
    const symbol = this.checker.getTypeAtLocation(part).getSymbol();
    const told = symbol === undefined || !isAnyForOthers(symbol) ? undefined : this.#toldOf(symbol);
    return told?.isAny === true && this.untoldIn(part).has(name.text);
  }

  /** Whether nobody declares a member of such a part, and the other side knows that there may be any. */
  isLetBe(name: ts.Node): boolean {
    const part = partOf(name);
    if (part === undefined || !isText(name)) return false;
    const type = this.checker.getNonNullableType(this.checker.getTypeAtLocation(part));
    const symbol = type.getSymbol();
    const told = symbol === undefined ? undefined : this.#toldOf(symbol);
    return told?.isOpen === true && !told.names.has(name.text) && type.getProperty(name.text) === undefined;
  }

  /** What the other side knows of a part of `meta`, by its type; undefined where it knows nothing of it, or all. */
  #toldOf({ declarations = [] }: ts.Symbol): DeclaredPart | undefined {
    const name = declarations
      .filter((one) => this.#owners.originOf(one.getSourceFile()) === 'app')
      .map(({ parent }) => (isPartOfApp(parent) ? parent.name.getText() : undefined))
      .find((one) => one !== undefined);
    return name === undefined ? undefined : this.#toldOfPart(name);
  }

  #toldOfPart(name: string): DeclaredPart | undefined {
    if (this.#provider !== 'builtIn' || !this.#isAppDeclared()) return undefined;
    return partDeclaredIn(this.#environment() ?? '', name);
  }

  /** Whether a value is what PostHog's API answered, or a part of it. */
  aboutAnswer(value: ts.Node): boolean {
    return ownerOfExpression(value, this.#owners) === 'response';
  }

  /** Whether nobody else tells anything. */
  get isAlone(): boolean {
    return this.#provider === 'serverAlone';
  }

  /** Whether the other side tells what holds for all apps. */
  get isShared(): boolean {
    return this.#provider === 'builtIn';
  }

  /** Whether a name is ours to suggest: that of a parameter everybody knows, whoever gives it its type. */
  withName(symbol: ts.Symbol | undefined): boolean {
    return this.#isOurs(() => {
      const owner = ownerOfSymbol(symbol, this.#owners);
      return owner === 'handler' ? 'other' : owner;
    });
  }

  #isOurs(owner: () => Owner): boolean {
    if (this.#provider === 'serverAlone') return true;
    switch (owner()) {
      case 'handler':
      case 'part':
      case 'response':
        return true;
      case 'app':
        return this.#provider === 'server' || !this.#isAppDeclared();
      case 'declared':
        return this.#provider === 'server';
      case 'elsewhere':
      case 'other':
        return false;
    }
  }
}

/** Chains of variables are short in practice; the limit is against circles. */
const maxSteps = 20;

/** A member of the interface `App`, and no member of what the app keeps in one of them. */
function isPartOfApp(node: ts.Node | undefined): node is ts.PropertySignature {
  return node !== undefined && ts.isPropertySignature(node) && ts.isInterfaceDeclaration(node.parent);
}

/** What a name is taken from: by a dot, in brackets, or in a pattern. */
function partOf({ parent }: ts.Node): ts.Node | undefined {
  if (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) return parent.expression;
  return ts.isBindingElement(parent) ? parent.parent : undefined;
}

function isText(node: ts.Node): node is ts.Identifier | ts.StringLiteralLike {
  return ts.isIdentifier(node) || ts.isStringLiteralLike(node);
}
