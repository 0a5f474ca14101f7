/** What PostHog calls in an app: every export style of reference 2.1, found by executing the top level of the files. */
import ts from 'typescript';
import { jobsExport, lifecycleExport } from '../../platform/lifecycle.ts';
import type { AppProgram } from './appProgram.ts';
import { type Root, Session } from './execution/session.ts';
import type { Span } from './finding.ts';

export type EntryPointKind = 'event' | 'setup' | 'schedule' | 'job';

export interface EntryPoint {
  /** `onEvent`, `jobs.send`. */
  readonly name: string;
  readonly kind: EntryPointKind;
  /** The name in the declaration, for what is shown above it. */
  readonly node: ts.Node;
  readonly span: Span;
  /** The functions that the export may be. */
  readonly functions: readonly ts.FunctionLikeDeclaration[];
}

/** The entry points of an app, in the order of their places. Never throws on the app's code. */
export function findEntryPoints(app: AppProgram): EntryPoint[] {
  return entryPointsOf(new Session(app), app);
}

export function entryPointsOf(session: Session, app: AppProgram): EntryPoint[] {
  const found = session.roots.flatMap((root) => toEntryPoint(root, app));
  return found.toSorted(
    (first, second) =>
      first.span.file.localeCompare(second.span.file) || first.span.start - second.span.start,
  );
}

function toEntryPoint(root: Root, app: AppProgram): EntryPoint[] {
  const node = nameNode(root);
  if (node === undefined || !app.files.includes(node.getSourceFile())) return [];
  const functions = root.value.of.flatMap((simple) => {
    const callable = simple.kind === 'reference' ? simple.object.callable : undefined;
    return callable?.kind === 'closure' ? callable.node : [];
  });
  return [{ name: root.name, kind: kindOf(root.name), node, span: spanOf(node), functions }];
}

export function kindOf(name: string): EntryPointKind {
  if (name.startsWith(`${jobsExport}.`)) return 'job';
  if (name.startsWith('runEvery')) return 'schedule';
  return lifecycleExport(name)?.onEventPath === true ? 'event' : 'setup';
}

/** The name in the function's own declaration, else where it is exported. */
export function nameNode({ node, site, name }: Root): ts.Node | undefined {
  const short = name.replace(/^jobs\./, '');
  const declared = node === undefined ? undefined : declaredName(node);
  if (declared !== undefined && (site === undefined || declared.getText() === short)) return declared;
  return siteName(site) ?? declared ?? node;
}

function siteName(site: ts.Node | undefined): ts.Node | undefined {
  if (site === undefined) return undefined;
  if (ts.isPropertyAssignment(site) || ts.isShorthandPropertyAssignment(site) || ts.isMethodDeclaration(site))
    return site.name;
  return site;
}

function declaredName(node: ts.FunctionLikeDeclaration): ts.Node | undefined {
  if (node.name !== undefined) return node.name;
  const { parent } = node;
  if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)) return parent.name;
  if (ts.isPropertyAssignment(parent)) return parent.name;
  if (ts.isBinaryExpression(parent) && ts.isPropertyAccessExpression(parent.left)) return parent.left.name;
  return undefined;
}

export function spanOf(node: ts.Node): Span {
  const file = node.getSourceFile();
  const start = node.getStart(file);
  return { file: file.fileName, start, length: Math.max(0, node.end - start) };
}
