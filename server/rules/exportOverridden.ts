/**
 * export-overridden: with processEvent there, processEventBatch is never called (reference 2.3), and of two exports of
 * one name only the first is (reference 2.1).
 *
 * ```js
 * export function processEvent(event) { return event }
 * export function processEventBatch(events) { return events }
 * ```
 */
import type { NodeRule } from './nodeRule.ts';
import type { AppFunction } from './support/appCode.ts';

export const exportOverridden: NodeRule = {
  name: 'export-overridden',
  create: ({ lifecycle, report }) => ({
    lifecycle(entry) {
      const { isExported, name, node } = entry;
      if (isExported && hasEarlier(entry, lifecycle)) {
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

/** Whether the app exports the name in a place where PostHog looks first. */
function hasEarlier({ name, place }: AppFunction, lifecycle: readonly AppFunction[]): boolean {
  return lifecycle.some((other) => other.name === name && other.isExported && other.place < place);
}
