/**
 * export-overridden: with processEvent there, processEventBatch is never called (reference 2.3), and of two exports of
 * one name only the first is (reference 2.1).
 *
 * ```js
 * export function processEvent(event) { return event }
 * export function processEventBatch(events) { return events }
 * ```
 */
import ts from 'typescript';
import type { LifecycleFunction } from '../analysis/lifecycleFunctions.ts';
import type { NodeRule } from './nodeRule.ts';

export const exportOverridden: NodeRule = {
  name: 'export-overridden',
  create: ({ lifecycle, report }) => ({
    lifecycle({ isExported, name, node }) {
      if (isExported && hasEarlier({ isExported, name, node }, lifecycle)) {
        report(
          node.name ?? node,
          `PostHog calls the other ${name}: what is exported by name comes before the default export, and both before module.exports. Keep one of them.`,
        );
        return;
      }
      if (name !== 'processEventBatch' || !isExported) return;
      if (!lifecycle.some((other) => other.name === 'processEvent' && other.isExported)) return;
      report(
        node.name ?? node,
        'PostHog calls processEventBatch only in apps without processEvent. Move what it does to processEvent, and remove it.',
      );
    },
  }),
};

/** Whether the same file exports the name in a place where PostHog looks first. */
function hasEarlier({ name, node }: LifecycleFunction, lifecycle: readonly LifecycleFunction[]): boolean {
  const place = placeOf(node);
  return lifecycle.some(
    (other) =>
      other.name === name &&
      other.isExported &&
      other.node.getSourceFile() === node.getSourceFile() &&
      placeOf(other.node) < place,
  );
}

/** Where PostHog looks, in its order: the exports by name, the default export, module.exports. */
function placeOf(node: ts.Node): number {
  const statement = ts.findAncestor(node, ({ parent }) => parent !== undefined && ts.isSourceFile(parent));
  if (statement === undefined) return 0;
  if (ts.isExportAssignment(statement)) return 1;
  return /^module\.exports\b/.test(statement.getText()) ? 2 : 0;
}
