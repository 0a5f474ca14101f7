/** A member of `meta.jobs`, `meta.metrics` or `meta.global` under the cursor, and all places that name it. */
import { findNodeAtLocation, findNodeAtOffset, getNodePath, type Node, parseTree } from 'jsonc-parser';
import ts from 'typescript';
import type { Position, Range } from 'vscode-languageserver';
import { jobsExport, metricsExport } from '../../../platform/lifecycle.ts';
import type { AppProgram } from '../../analysis/appProgram.ts';
import { codeFactsOf } from '../../analysis/codeFacts.ts';
import { collectionsOf } from '../../analysis/exportedCollections.ts';
import type { AppService } from '../../analysis/program.ts';
import type { ServerContext } from '../../context.ts';
import { appCode } from '../../rules/support/appCode.ts';
import { isAssigned, isInside } from '../../rules/support/places.ts';
import { ValuePaths } from '../../rules/support/valuePaths.ts';
import { uriToPath } from '../../uris.ts';
import { spanToRange } from '../findingToDiagnostic.ts';
import { manifestDocument } from '../manifest/manifestDocument.ts';

export type Collection = 'jobs' | 'metrics' | 'global';

export type NameNode = ts.Identifier | ts.StringLiteralLike;

export interface Member {
  readonly collection: Collection;
  readonly name: string;
  readonly app: AppProgram;
  readonly service: AppService;
  /** Where the question was asked, without quotes. */
  readonly range: Range;
  /** Keys in what the app exports, and for `meta.global` where something is assigned. */
  readonly declarations: readonly NameNode[];
  /** `meta.jobs.name`, `const { name } = meta.jobs` and the like, without those that declare. */
  readonly uses: readonly NameNode[];
  /** Where `publicJobs` of plugin.json names it, without quotes. */
  readonly publicKey: Range | undefined;
}

/** @returns undefined where the position is not at such a member. */
export async function memberAt(
  context: ServerContext,
  uri: string,
  position: Position,
): Promise<Member | undefined> {
  const located = await context.locate(uri);
  if (located === undefined) return publicJobAt(context, uri, position);
  const app = located.service.program();
  const file = app.program.getSourceFile(located.path);
  if (file === undefined) return undefined;
  const at = nameNodeAt(file, located.document.offsetAt(position));
  // Most names are none of these, which costs little to tell.
  if (at === undefined || !isKnown(at.text, app)) return undefined;
  const places = placesOf(app, at.text);
  const own = places.find(({ node }) => node === at);
  return own === undefined
    ? undefined
    : memberOf(own.collection, at.text, places, rangeOfName(at, app), located.service);
}

/** The name of a job in `publicJobs` of plugin.json. */
async function publicJobAt(
  context: ServerContext,
  uri: string,
  position: Position,
): Promise<Member | undefined> {
  const found = await manifestDocument(context, uri);
  const path = uriToPath(uri);
  const owner = found === undefined || path === undefined ? undefined : context.apps.appOf(path);
  if (found === undefined || owner === undefined) return undefined;
  const tree = parseTree(found.document.getText());
  const node = tree && findNodeAtOffset(tree, found.document.offsetAt(position), true);
  const { parent } = node ?? {};
  if (node === undefined || parent?.type !== 'property' || parent.children?.[0] !== node) return undefined;
  const [first, , ...deeper] = getNodePath(node);
  if (first !== 'publicJobs' || deeper.length > 0) return undefined;
  const service = (await context.engine()).serviceOf(owner);
  const app = service.program();
  const name = String(node.value);
  return memberOf(jobsExport, name, placesOf(app, name), rangeOfPublicKey(app, node), service);
}

function memberOf(
  collection: Collection,
  name: string,
  places: readonly Place[],
  range: Range,
  service: AppService,
): Member {
  const app = service.program();
  const same = places.filter((place) => place.collection === collection);
  const declaring = declaringPlaces(same, app);
  const nodes = (some: readonly Place[]): readonly NameNode[] => some.map(({ node }) => node);
  const publicKey = collection === jobsExport ? publicKeyOf(app, name) : undefined;
  const uses = nodes(same.filter((place) => !declaring.includes(place)));
  return { collection, name, app, service, range, declarations: nodes(declaring), uses, publicKey };
}

/** What `setupPlugin` gives a value is declared there, else where it gets one, else where it is changed. */
function declaringPlaces(places: readonly Place[], app: AppProgram): readonly Place[] {
  const assigned = places.filter(({ role }) => role === 'assigned');
  if (assigned.length === 0) return places.filter(({ role }) => role === 'changed');
  if (assigned.length === 1) return assigned;
  const setups = appCode(app).lifecycle.filter(({ name }) => name === 'setupPlugin');
  const first = assigned.filter(({ node }) => setups.some((setup) => isInside(node, setup.node)));
  return first.length === 0 ? assigned : first;
}

function publicKeyOf(app: AppProgram, name: string): Range | undefined {
  const tree = parseTree(app.manifestText);
  const value = tree === undefined ? undefined : findNodeAtLocation(tree, ['publicJobs', name]);
  const key = value?.parent?.children?.[0];
  return key === undefined ? undefined : rangeOfPublicKey(app, key);
}

function rangeOfPublicKey(app: AppProgram, { offset, length }: Node): Range {
  return spanToRange({ file: app.manifestPath, start: offset + 1, length: length - 2 }, app);
}

/** The range of a name, without quotes. */
export function rangeOfName(node: NameNode, app: AppProgram): Range {
  const file = node.getSourceFile();
  const quote = ts.isIdentifier(node) ? 0 : 1;
  const start = node.getStart(file) + quote;
  return spanToRange({ file: file.fileName, start, length: node.end - quote - start }, app);
}

export function nameNodeAt(file: ts.SourceFile, offset: number): NameNode | undefined {
  let found: NameNode | undefined;
  const visit = (node: ts.Node): void => {
    if (node.pos > offset || node.end < offset) return;
    if ((ts.isIdentifier(node) || ts.isStringLiteralLike(node)) && node.getStart(file) <= offset)
      found ??= node;
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function isKnown(name: string, { files }: AppProgram): boolean {
  const { jobs, metrics, global } = codeFactsOf(files);
  return jobs.has(name) || metrics.has(name) || global.has(name);
}

interface Place {
  readonly collection: Collection;
  readonly node: NameNode;
  readonly role: Role;
}

/** What happens to the member there: `changed` is `+=` and the like. */
type Role = 'assigned' | 'changed' | 'used';

function placesOf(app: AppProgram, name: string): readonly Place[] {
  const { files, lifecycle } = appCode(app);
  const values = new ValuePaths(app.program.getTypeChecker(), lifecycle, files);
  const declared = declaredKeys(app.files, name);
  return app.files.flatMap((file) => {
    if (!file.text.includes(name)) return [];
    const places = declared.filter(({ node }) => node.getSourceFile() === file);
    const visit = (node: ts.Node): void => {
      const place = useOf(node, name, values);
      if (place !== undefined && !places.some((other) => other.node === place.node)) places.push(place);
      ts.forEachChild(node, visit);
    };
    visit(file);
    return places;
  });
}

/** The keys of the exported `jobs` and `metrics`. */
function declaredKeys(files: readonly ts.SourceFile[], name: string): readonly Place[] {
  const collections = collectionsOf(files);
  return ([jobsExport, metricsExport] as const).flatMap((collection) =>
    [...new Set(collections[collection].literals)].flatMap(({ properties }) =>
      properties.flatMap(({ name: key }): readonly Place[] =>
        key !== undefined && (ts.isIdentifier(key) || ts.isStringLiteral(key)) && key.text === name
          ? [{ collection, node: key, role: 'assigned' }]
          : [],
      ),
    ),
  );
}

function useOf(node: ts.Node, name: string, values: ValuePaths): Place | undefined {
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
    const key = ts.isPropertyAccessExpression(node) ? node.name : node.argumentExpression;
    if (!(ts.isIdentifier(key) || ts.isStringLiteralLike(key)) || key.text !== name) return undefined;
    // The whole would be the path of what was assigned, where that is known.
    const owner = values.of(node.expression);
    const collection = owner?.root === 'meta' ? collectionOf([...owner.members, name], name) : undefined;
    if (collection === undefined) return undefined;
    return { collection, node: key, role: collection === 'global' ? roleOf(node) : 'used' };
  }
  if (!ts.isBindingElement(node)) return undefined;
  const key = node.propertyName ?? node.name;
  if (!(ts.isIdentifier(key) || ts.isStringLiteral(key)) || key.text !== name) return undefined;
  const path = values.ofBinding(node);
  const collection = path?.root === 'meta' ? collectionOf(path.members, name) : undefined;
  return collection === undefined ? undefined : { collection, node: key, role: 'used' };
}

function collectionOf(members: readonly string[], name: string): Collection | undefined {
  const [collection, key] = members;
  if (members.length !== 2 || key !== name) return undefined;
  return collection === 'jobs' || collection === 'metrics' || collection === 'global'
    ? collection
    : undefined;
}

function roleOf(node: ts.Expression): Role {
  const { parent } = node;
  if (ts.isBinaryExpression(parent) && parent.left === node && assignments.has(parent.operatorToken.kind))
    return 'assigned';
  const isCounted =
    ts.isPostfixUnaryExpression(parent) ||
    (ts.isPrefixUnaryExpression(parent) && countings.has(parent.operator));
  return isCounted || isAssigned(node) ? 'changed' : 'used';
}

/** Not where the value is what it was, and more. */
const assignments: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsToken,
  ts.SyntaxKind.QuestionQuestionEqualsToken,
  ts.SyntaxKind.BarBarEqualsToken,
]);

const countings: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.PlusPlusToken,
  ts.SyntaxKind.MinusMinusToken,
]);
