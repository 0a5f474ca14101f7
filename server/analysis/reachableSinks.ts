/**
 * Calls that capture events, found by following names instead of executing: a rough answer for code that is too large
 * to execute. It finds too much rather than too little, and knows no conditions but those with which a handler begins.
 */
import ts from 'typescript';
import { isIngestionPath } from '../../platform/ingestion.ts';
import { lifecycleExport } from '../../platform/lifecycle.ts';
import { apiCallOf } from '../rules/support/apiCall.ts';
import { wholeTextOf } from '../rules/support/constantTexts.ts';
import { ValuePaths } from '../rules/support/valuePaths.ts';
import type { AppProgram } from './appProgram.ts';
import { droppedAtTop } from './droppedAtTop.ts';
import { spanOf } from './entryPoints.ts';
import type { ChainStep } from './finding.ts';
import { findLifecycleFunctions } from './lifecycleFunctions.ts';

export interface ReachableSink {
  readonly node: ts.Node;
  /** `posthog.capture`. */
  readonly label: string;
  readonly entryPoint: string;
  readonly chain: readonly ChainStep[];
}

/** A function on the way, and the call that led to it. */
interface Step {
  readonly name: string;
  readonly site: ts.Node;
  readonly from: Step | undefined;
}

/** The sinks that handlers of events lead to, each with a shortest chain of calls. */
export function reachableSinks(app: AppProgram): readonly ReachableSink[] {
  const lifecycle = app.files.flatMap(findLifecycleFunctions);
  const values = new ValuePaths(app.program.getTypeChecker(), lifecycle, app.files);
  const functions = functionsByName(app.files);
  const found = new Map<ts.Node, ReachableSink>();
  // Where the app changes events itself, a captured event may come back under another name.
  const changesEvents = lifecycle.some(({ name }) => name.startsWith('processEvent'));
  for (const { isExported, name, node } of lifecycle) {
    if (!isExported || lifecycleExport(name)?.onEventPath !== true) continue;
    const start: Step = { name, site: node.name ?? node, from: undefined };
    const seen = new Set<ts.Node>([node]);
    const dropped = changesEvents ? new Set<string>() : droppedAtTop(node, values);
    const queue: { readonly body: ts.Node; readonly step: Step }[] = [{ body: node, step: start }];
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const { body, step } = next;
      visit(body, (child) => {
        const label = sinkLabel(child, values);
        if (label !== undefined && ts.isCallExpression(child) && !found.has(child.expression)) {
          if (dropped.has(nameCaptured(child, label, values) ?? '')) return;
          const chain = [...chainOf(step), { function: label, span: spanOf(child.expression) }];
          found.set(child.expression, { node: child.expression, label, entryPoint: name, chain });
        }
        for (const callee of ts.isIdentifier(child) ? (functions.get(child.text) ?? []) : []) {
          if (seen.has(callee)) continue;
          seen.add(callee);
          queue.push({ body: callee, step: { name: child.getText(), site: child, from: step } });
        }
      });
    }
  }
  return [...found.values()];
}

function chainOf(step: Step | undefined): readonly ChainStep[] {
  const steps: ChainStep[] = [];
  for (let at = step; at !== undefined; at = at.from)
    steps.push({ function: at.name, span: spanOf(at.site) });
  return steps.toReversed();
}

/** The functions of an app by the names under which they may be called. */
function functionsByName(files: readonly ts.SourceFile[]): ReadonlyMap<string, readonly ts.Node[]> {
  const functions = new Map<string, ts.Node[]>();
  const add = (name: ts.Node | undefined, node: ts.Node): void => {
    if (name === undefined || !(ts.isIdentifier(name) || ts.isStringLiteral(name))) return;
    functions.set(name.text, [...(functions.get(name.text) ?? []), node]);
  };
  for (const file of files) {
    visit(file, (node) => {
      if (!ts.isFunctionLike(node)) return;
      const { parent } = node;
      if (node.name !== undefined) add(node.name, node);
      else if (ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent)) add(parent.name, node);
      else if (ts.isBinaryExpression(parent) && ts.isPropertyAccessExpression(parent.left)) {
        add(parent.left.name, node);
      }
    });
  }
  return functions;
}

function sinkLabel(node: ts.Node, values: ValuePaths): string | undefined {
  if (!ts.isCallExpression(node)) return undefined;
  if (values.is(node.expression, 'posthog', 'capture')) return 'posthog.capture';
  const call = apiCallOf(node, values);
  if (call?.method !== 'post' || call.path === undefined) return undefined;
  const path = wholeTextOf(call.path, values);
  return path !== undefined && isIngestionPath(path) ? 'posthog.api.post' : undefined;
}

function nameCaptured(
  { arguments: [name] }: ts.CallExpression,
  label: string,
  values: ValuePaths,
): string | undefined {
  return label === 'posthog.capture' && name !== undefined ? wholeTextOf(name, values) : undefined;
}

/** A list of its own instead of recursion: what is too large for one stack is too large for another. */
function visit(root: ts.Node, see: (node: ts.Node) => void): void {
  const stack: ts.Node[] = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    see(node);
    ts.forEachChild(node, (child) => void stack.push(child));
  }
}
