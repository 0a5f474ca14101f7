/**
 * meta-global: `meta.global` is an object of its own, and not the global object of the same name (reference 3.9, 4.2).
 *
 * ```js
 * export function setupPlugin({ global }) { global.key = 'k' }
 * export function onEvent() { console.log(global.key) }
 * ```
 */
import ts from 'typescript';
import { presentGlobals } from '../../platform/vmGlobals.ts';
import type { NodeRule } from './nodeRule.ts';
import { appCode } from './support/appCode.ts';
import { globalNames, memberOfGlobal } from './support/globalNames.ts';
import { takingPart } from './support/metaFixes.ts';
import { isAssigned, outermostFunction } from './support/places.ts';
import { isPath } from './support/valuePaths.ts';

interface Read {
  readonly name: string;
  readonly object: ts.Identifier;
}

export const metaGlobal: NodeRule = {
  name: 'meta-global',
  mentions: /\bglobal\b/,
  create: ({ app, lifecycle, profile, reachable, report, values }) => {
    const reads: Read[] = [];
    const kept = new Set<string>();
    const isMetaGlobal = (node: ts.Expression): boolean => isPath(values.of(node), 'meta', ['global']);
    return {
      assignment({ left }) {
        if (ts.isPropertyAccessExpression(left) && isMetaGlobal(left.expression)) kept.add(left.name.text);
      },
      call({ arguments: [target, ...sources], expression }) {
        if (target === undefined || !values.is(expression, 'Object', 'assign') || !isMetaGlobal(target))
          return;
        for (const { name } of sources.filter(ts.isObjectLiteralExpression).flatMap((one) => one.properties))
          if (name !== undefined && ts.isIdentifier(name)) kept.add(name.text);
      },
      access(node) {
        const { expression: object } = node;
        const name = memberOfGlobal(node)?.text;
        if (name === undefined || !ts.isIdentifier(object) || object.text !== 'global') return;
        if (!isAssigned(node) && reachable.has(node)) reads.push({ name, object });
      },
      end() {
        if (reads.length === 0 || kept.size === 0) return;
        const { made, mayBeAny } = globalNames(appCode(app).files);
        if (mayBeAny) return;
        const groups = new Map<ts.Node | undefined, [Read, ...Read[]]>();
        for (const read of reads.toSorted((one, other) => one.object.pos - other.object.pos)) {
          const { name, object } = read;
          const isThere = made.has(name) || presentGlobals.some((one) => one.name === name);
          if (isThere || !kept.has(name)) continue;
          const around = outermostFunction(object);
          const group = groups.get(around);
          if (group === undefined) groups.set(around, [read]);
          else group.push(read);
        }
        for (const [first, ...others] of groups.values()) {
          report(
            first.object,
            `This is the global object, which has no ${first.name}: the app keeps it in meta.global. Take global from meta.`,
            takingPart([first.object, ...others.map(({ object }) => object)], { lifecycle, profile, values }),
          );
        }
      },
    };
  },
};
