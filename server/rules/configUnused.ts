/**
 * config-unused: whoever installs the app fills in a field that does nothing.
 *
 * ```json
 * { "config": [{ "key": "oldSetting", "type": "string" }] }
 * ```
 */
import { findNodeAtLocation, type Node } from 'jsonc-parser';
import ts from 'typescript';
import type { NodeRule } from './nodeRule.ts';
import { removeNode } from './support/manifestEdits.ts';
import { fieldNodes, spanOfNode, valueNode } from './support/manifestTree.ts';

/** Keys that PostHog itself reads in apps with exportEvents (reference 2.7). */
const readByPostHog: ReadonlySet<string> = new Set([
  'exportEventsBufferBytes',
  'exportEventsBufferSeconds',
  'exportEventsToIgnore',
]);

export const configUnused: NodeRule = {
  name: 'config-unused',
  create: ({ app, lifecycle, report, values }) => {
    /** What any key may be read from, if it is the config. */
    const readWhole: ts.Expression[] = [];
    return {
      access(node) {
        // A key that is put together may be any.
        if (ts.isElementAccessExpression(node) && !ts.isStringLiteralLike(node.argumentExpression))
          readWhole.push(node.expression);
      },
      call(node) {
        // Whoever gets the config or meta itself may read any key.
        readWhole.push(...node.arguments);
      },
      manifest(root) {
        // Without any code in sight there is nothing to say: the app may be built elsewhere.
        if (lifecycle.length === 0 || app.files.some(({ text }) => takesAny.test(text))) return;
        const fields = fieldNodes(root);
        const steering = new Set(fields.flatMap(({ node }) => keysOfConditions(node)));
        const unused = fields.flatMap((field) => {
          const { key, keyNode } = field;
          if (key === undefined || key === '' || keyNode === undefined || readByPostHog.has(key)) return [];
          // The form uses it: it shows another field, or asks for it.
          if (steering.has(key)) return [];
          return valueNode(field, 'site')?.value === true || isMentioned(key) ? [] : { field, key, keyNode };
        });
        // To ask what the code takes whole costs more than all the rest, and most apps use all their fields.
        if (unused.length === 0 || readWhole.some((node) => isWhole(values.of(node)?.members))) return;
        for (const { field, key, keyNode } of unused) {
          report(
            spanOfNode(keyNode, app),
            `No code of this app uses the config field ${key}. Use it, or remove it.`,
            [removeNode(app, `Remove ${key}`, field.node)],
          );
        }
      },
    };

    /** A key may be put together or passed on in many ways; as long as its name stands somewhere it counts as used. */
    function isMentioned(key: string): boolean {
      const written = JSON.stringify(key).slice(1, -1);
      return app.files.some(({ text }) => text.includes(key) || text.includes(written));
    }
  },
};

/** The fields that `visible_if` and `required_if` of a field name (reference 5.2). */
function keysOfConditions(field: Node): readonly unknown[] {
  return ['visible_if', 'required_if'].flatMap((name) =>
    (findNodeAtLocation(field, [name])?.children ?? []).map((pair) => pair.children?.[0]?.value as unknown),
  );
}

function isWhole(members: readonly string[] | undefined): boolean {
  return members?.length === 1 && members[0] === 'config';
}

/** Ways to read keys without naming them. */
const takesAny = /\.\.\.\s*(?:[\w.]+\.)?config\b|\bconfig\s*\[\s*[^'"`\s]|\bin\s+(?:[\w.]+\.)?config\b/;
