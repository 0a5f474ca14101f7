/**
 * export-overridden: with processEvent there, processEventBatch is never called (reference 2.3).
 *
 * ```js
 * export function processEvent(event) { return event }
 * export function processEventBatch(events) { return events }
 * ```
 */
import type { NodeRule } from './nodeRule.ts';

export const exportOverridden: NodeRule = {
  name: 'export-overridden',
  create: ({ lifecycle, report }) => ({
    lifecycle({ isExported, name, node }) {
      if (name !== 'processEventBatch' || !isExported) return;
      if (!lifecycle.some((other) => other.name === 'processEvent' && other.isExported)) return;
      report(
        node.name ?? node,
        'PostHog calls processEventBatch only in apps without processEvent. Move what it does to processEvent, and remove it.',
      );
    },
  }),
};
