/** The types of what an app makes for itself: instances of its classes, results of its functions, parts of packages. */
import ts from 'typescript';
import { allowedImports } from '../../platform/imports.ts';
import { givenTypeText } from './handlerTypes.ts';
import { importedMember, isConstant, lookUp } from './lookUp.ts';
import { pathOfModule } from './modulePaths.ts';
import { scaffoldPackage } from './scaffoldTypes.ts';
import { typeText, unionText } from './typeTexts.ts';

/** How the types of values in a file are told. */
export interface ValueTypes {
  readonly file: ts.SourceFile;
  /** @param depth how many types may be written inside each other. */
  readonly typeOf: (value: ts.Expression, depth: number) => string;
}

/**
 * Around the members of a class with private ones: outside of the class nothing that is written down is assignable to
 * it, so such a text is for suggestions alone.
 */
const [ownStart, ownEnd] = ['/*own*/', '/*/own*/'];

/** Around the members of other classes and of objects: *Go to Definition* leads to the code by us. */
const [codeStart, codeEnd] = ['/*code*/', '/*/code*/'];
/** Around the parameters of a method: as one, a call of it would lead to where it is written down. */
const [methodStart, methodEnd] = ['/*method*/', '/*/method*/:'];

/** The type where others check by it: what nobody can write down is `any`, and what the code says leads nowhere. */
export function checkedTypeText(text: string): string {
  return text
    .replaceAll(/\/\*own\*\/.*?\/\*\/own\*\//gs, 'any')
    .replaceAll(codeStart, 'OfCode<')
    .replaceAll(codeEnd, '>')
    .replaceAll(methodStart, ': ')
    .replaceAll(methodEnd, ' =>');
}

/** A type for suggestions alone. */
function ownText(text: string): string {
  return `${ownStart}${text}${ownEnd}`;
}

/** The type of an object whose members stand in the code; one that may lack members has to be written as it is. */
export function membersOfCode(members: readonly string[]): string {
  const text = `{ ${members.join('; ')} }`;
  return members.some((member) => isOptional.test(member)) ? text : `${codeStart}${text}${codeEnd}`;
}

const isOptional = /^(?:[\w$]+|"[^"]*"|'[^']*')\?:/;

/** The type of what a name stands for. */
export function namedTypeText(name: ts.Identifier, types: ValueTypes, depth: number): string {
  const declaration = lookUp(name.text, name);
  if (declaration === undefined || ts.isBindingElement(declaration)) return 'any';
  if (ts.isFunctionDeclaration(declaration)) return functionTypeText(declaration, types, depth);
  if (ts.isVariableDeclaration(declaration)) {
    const type = declaration.type ?? ts.getJSDocType(declaration);
    if (type !== undefined) return typeText(type, types.file);
    const { initializer } = declaration;
    return initializer !== undefined && isConstant(declaration)
      ? types.typeOf(initializer, depth - 1)
      : 'any';
  }
  if (!ts.isParameter(declaration) || declaration.questionToken !== undefined) return 'any';
  const given = givenTypeText(declaration);
  // Others would be strict with what the author takes as it comes.
  if (given !== undefined) return ownText(given);
  const type = declaration.type ?? ts.getJSDocType(declaration);
  if (type === undefined || ts.isJSDocOptionalType(type)) return 'any';
  const event = eventTypeText(type);
  return event ?? typeText(type, types.file);
}

/** An event as the scaffold package types it; undefined for other types. */
function eventTypeText(type: ts.TypeNode): string | undefined {
  const name = ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName) ? type.typeName : undefined;
  const imported = name === undefined ? undefined : importedMember(name);
  const [member = ''] = imported?.module === scaffoldPackage ? imported.members : [];
  return /^(?:Processed)?PluginEvent$/.test(member) ? `PostHogApp.${member}` : undefined;
}

/** The type of what a call gives. */
export function callTypeText(call: ts.CallExpression, types: ValueTypes, depth: number): string {
  const { expression } = call;
  const imported = importText(expression, types.file);
  if (imported !== undefined) return imported.wrap('ReturnType');
  const called = functionBehind(expression);
  const result = called === undefined ? 'any' : resultText(called, types, depth - 1);
  return /\bvoid\b/.test(result) ? 'any' : result;
}

/** The type of what `new` makes. */
export function instanceTypeText(made: ts.NewExpression, types: ValueTypes, depth: number): string {
  const imported = importText(made.expression, types.file);
  if (imported !== undefined) return imported.wrap('InstanceType');
  const found = classBehind(made.expression);
  return found === undefined ? 'any' : classText(found, types, depth);
}

/** What comes from a package that PostHog provides, or from another file of the app. */
function importText(node: ts.Expression, file: ts.SourceFile): { wrap(generic: string): string } | undefined {
  const imported = importedMember(node);
  if (imported === undefined) return undefined;
  const path = pathOfModule(imported.module, file.fileName);
  const members = path === undefined || !isDefault(node) ? imported.members : ['default'];
  const isKnown = path !== undefined || allowedImports.some(({ name }) => name === imported.module);
  if (members.length === 0 || !isKnown) return undefined;
  const text = `typeof import(${JSON.stringify(path ?? imported.module)}).${members.join('.')}`;
  // By what a file of the app infers from `meta.global` itself, the type would go round in a circle, which a check reports.
  return {
    wrap: (generic) => (path === undefined ? `${generic}<${text}>` : ownText(`${generic}<${text}>`)),
  };
}

/** Whether a name is what a file exports as its default. */
function isDefault(node: ts.Expression): boolean {
  const declaration = ts.isIdentifier(node) ? lookUp(node.text, node) : undefined;
  return declaration !== undefined && ts.isImportClause(declaration);
}

function functionBehind(node: ts.Expression): ts.FunctionLikeDeclaration | undefined {
  const inner = ts.isParenthesizedExpression(node) ? node.expression : node;
  if (ts.isArrowFunction(inner) || ts.isFunctionExpression(inner)) return inner;
  const declaration = ts.isIdentifier(inner) ? lookUp(inner.text, inner) : undefined;
  if (declaration === undefined) return undefined;
  if (ts.isFunctionDeclaration(declaration)) return declaration;
  const isFixed = ts.isVariableDeclaration(declaration) && isConstant(declaration);
  const value = isFixed ? declaration.initializer : undefined;
  return value !== undefined && (ts.isArrowFunction(value) || ts.isFunctionExpression(value))
    ? value
    : undefined;
}

function classBehind(node: ts.Expression): ts.ClassLikeDeclaration | undefined {
  const declaration = ts.isIdentifier(node) ? lookUp(node.text, node) : undefined;
  if (declaration === undefined) return undefined;
  if (ts.isClassDeclaration(declaration)) return declaration;
  const value = ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  return value !== undefined && ts.isClassExpression(value) ? value : undefined;
}

/** The result of a function, by what is written of it, else by what it returns. */
function resultText(node: ts.FunctionLikeDeclaration, types: ValueTypes, depth: number): string {
  if (depth <= 0 || node.typeParameters !== undefined || node.asteriskToken !== undefined) return 'any';
  const written = node.type ?? ts.getJSDocReturnType(node);
  if (written !== undefined) {
    return written.kind === ts.SyntaxKind.VoidKeyword ? 'void' : typeText(written, types.file);
  }
  const isAsync = ts.canHaveModifiers(node) && has(node, ts.SyntaxKind.AsyncKeyword);
  const results = new Set(returnsOf(node).map((value) => types.typeOf(value, depth)));
  const result = results.size === 0 ? 'void' : unionText(results);
  // What a promise gives is a promise still.
  return isAsync
    ? `Promise<${result === 'void' || result === 'any' ? result : `Awaited<${result}>`}>`
    : result;
}

function returnsOf({ body }: ts.FunctionLikeDeclaration): readonly ts.Expression[] {
  if (body === undefined) return [];
  if (!ts.isBlock(body)) return [body];
  const found: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isReturnStatement(node) && node.expression !== undefined) found.push(node.expression);
    if (!ts.isFunctionLike(node) && !ts.isClassLike(node)) ts.forEachChild(node, visit);
  };
  ts.forEachChild(body, visit);
  return found;
}

function classText(node: ts.ClassLikeDeclaration, types: ValueTypes, depth: number): string {
  const members = new Map<string, string>();
  const isWhole = addMembers(node, types, depth - 1, members);
  if (!isWhole || members.size === 0) return 'any';
  const text = membersOfCode([...members.values()]);
  return isNominal(node) ? ownText(text) : text;
}

/** @returns false where the class has members that nobody can tell. */
function addMembers(
  node: ts.ClassLikeDeclaration,
  types: ValueTypes,
  depth: number,
  found: Map<string, string>,
): boolean {
  if (depth <= 0) return false;
  const [extended] =
    node.heritageClauses?.flatMap(({ token, types }) =>
      token === ts.SyntaxKind.ExtendsKeyword ? types : [],
    ) ?? [];
  if (extended !== undefined) {
    const base = classBehind(extended.expression);
    if (base === undefined || !addMembers(base, types, depth - 1, found)) return false;
  }
  const value = (initializer: ts.Expression | undefined): string =>
    initializer === undefined ? 'any' : withoutMarks(types.typeOf(initializer, depth));
  for (const member of node.members) {
    if (ts.isConstructorDeclaration(member)) addFields(member, types.file, value, found);
    if (member.name === undefined || !ts.isIdentifier(member.name) || isHidden(member)) continue;
    const { text } = member.name;
    if (ts.isMethodDeclaration(member)) {
      found.set(
        text,
        `${text}${methodStart}(${parametersText(member, types.file)})${methodEnd} ${withoutMarks(resultText(member, types, depth))}`,
      );
    } else if (ts.isPropertyDeclaration(member)) {
      const type = member.type ?? ts.getJSDocType(member);
      const mark = member.questionToken === undefined ? '' : '?';
      found.set(
        text,
        `${text}${mark}: ${type === undefined ? value(member.initializer) : typeText(type, types.file)}`,
      );
    } else if (ts.isGetAccessor(member)) {
      found.set(text, `${text}: ${member.type === undefined ? 'any' : typeText(member.type, types.file)}`);
    } else if (ts.isSetAccessor(member) && !found.has(text)) found.set(text, `${text}: any`);
  }
  return true;
}

/** Fields that a constructor declares among its parameters, and those that it assigns to `this`. */
function addFields(
  node: ts.ConstructorDeclaration,
  file: ts.SourceFile,
  value: (initializer: ts.Expression) => string,
  found: Map<string, string>,
): void {
  for (const parameter of node.parameters) {
    if (!ts.isParameterPropertyDeclaration(parameter, node) || isHidden(parameter)) continue;
    if (!ts.isIdentifier(parameter.name)) continue;
    const { text } = parameter.name;
    found.set(text, `${text}: ${parameter.type === undefined ? 'any' : typeText(parameter.type, file)}`);
  }
  // In TypeScript every field is declared.
  if (!isJavaScript(file)) return;
  const visit = (at: ts.Node): void => {
    if (ts.isBinaryExpression(at) && at.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
      const { left, right } = at;
      const isField =
        ts.isPropertyAccessExpression(left) &&
        left.expression.kind === ts.SyntaxKind.ThisKeyword &&
        ts.isIdentifier(left.name);
      if (isField && !found.has(left.name.text))
        found.set(left.name.text, `${left.name.text}: ${value(right)}`);
    }
    if (!ts.isFunctionLike(at) || ts.isArrowFunction(at)) ts.forEachChild(at, visit);
  };
  if (node.body !== undefined) ts.forEachChild(node.body, visit);
}

/** The type of a function: what is written of its parameters, and its result. */
export function functionTypeText(node: ts.FunctionLikeDeclaration, types: ValueTypes, depth: number): string {
  const result = withoutMarks(resultText(node, types, depth - 1));
  return node.typeParameters === undefined ? `(${parametersText(node, types.file)}) => ${result}` : 'any';
}

function parametersText({ parameters }: ts.FunctionLikeDeclaration, file: ts.SourceFile): string {
  return parameters
    .filter(({ name }) => name.getText(file) !== 'this')
    .map(({ name, type: written, questionToken, initializer, dotDotDotToken }, index) => {
      const text = ts.isIdentifier(name) ? name.text : `options${index === 0 ? '' : index}`;
      if (dotDotDotToken !== undefined) return `...${text}: any[]`;
      const type = written === undefined ? defaultType(initializer) : typeText(written, file);
      const isOptional = questionToken !== undefined || initializer !== undefined || isJavaScript(file);
      return `${text}${isOptional ? '?' : ''}: ${type}`;
    })
    .join(', ');
}

/** The type of a parameter by its default value; more may be meant than what a literal is. */
function defaultType(value: ts.Expression | undefined): string {
  if (value === undefined) return 'any';
  if (ts.isNumericLiteral(value)) return 'number';
  return ts.isStringLiteralLike(value) ? 'string' : 'any';
}

/** Whether the class has private members, of its own or of what it extends; then only its instances are assignable. */
function isNominal(node: ts.ClassLikeDeclaration): boolean {
  const isOwn = node.members.some(
    (member) =>
      (member.name !== undefined && ts.isPrivateIdentifier(member.name)) ||
      isProtected(member) ||
      (ts.isConstructorDeclaration(member) && member.parameters.some((parameter) => isProtected(parameter))),
  );
  const bases = node.heritageClauses?.flatMap(({ types }) => types) ?? [];
  return isOwn || bases.some(({ expression }) => isNominalBehind(expression));
}

function isNominalBehind(node: ts.Expression): boolean {
  const base = classBehind(node);
  return base !== undefined && isNominal(base);
}

function isHidden(member: ts.Node): boolean {
  return isProtected(member) || has(member, ts.SyntaxKind.StaticKeyword);
}

function isProtected(member: ts.Node): boolean {
  return has(member, ts.SyntaxKind.PrivateKeyword) || has(member, ts.SyntaxKind.ProtectedKeyword);
}

function has(node: ts.Node, kind: ts.SyntaxKind): boolean {
  return ts.canHaveModifiers(node) && node.modifiers?.some((modifier) => modifier.kind === kind) === true;
}

function isJavaScript({ fileName }: ts.SourceFile): boolean {
  return /\.[cm]?jsx?$/.test(fileName);
}

/** Inside of another class the marks would end too soon. */
function withoutMarks(text: string): string {
  return text.includes(ownStart) ? 'any' : text;
}
