/** What TypeScript itself says of a global that PostHog lacks: that it cannot find the name (errors 2304, 2580, 2584). */
import ts from 'typescript';
import { absentGlobal } from '../../platform/vmGlobals.ts';
import type { App } from '../analysis/appFolder.ts';
import { takesBrowserTypes } from '../analysis/environmentFile.ts';
import { mayKnowNode } from '../analysis/knownElsewhere.ts';
import type { AppService } from '../analysis/program.ts';
import type { ServerContext } from '../context.ts';
import { pathToUri } from '../uris.ts';

/** Those that Node has and browsers have not. */
const ofNodeAlone: ReadonlySet<string> = new Set([
  'process',
  '__dirname',
  '__filename',
  'setImmediate',
  'clearImmediate',
]);

/**
 * Whether it says so of a name in a file whose types it checks: of the old global `google` where it does not know our
 * declarations, and of others where the project takes neither the types of Node nor the library of browsers that have them.
 *
 * @param node the name; as a member, `globalThis.name`, TypeScript says other things of it.
 */
export function isAbsenceTold(
  context: ServerContext,
  app: App,
  service: AppService,
  node: ts.Node | undefined,
): boolean {
  if (node === undefined || !ts.isIdentifier(node)) return false;
  if (ts.isPropertyAccessExpression(node.parent) && node.parent.name === node) return false;
  const { fileName } = node.getSourceFile();
  const name = node.text;
  if (name === 'google') return context.providerOf(pathToUri(fileName)) !== 'builtIn';
  // In TypeScript our declarations may have it, and JavaScript has it anyway.
  if (absentGlobal(name) === undefined || name === 'require') return false;
  const { host } = context;
  const texts = service.program().files.map(({ text }) => text);
  if (service.hasNodeTypes() || mayKnowNode(host, app, fileName, texts)) return false;
  return ofNodeAlone.has(name) || !takesBrowserTypes(host, app);
}
