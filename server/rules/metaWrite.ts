/**
 * meta-write: all of meta but `global` is frozen, so an assignment does nothing, or throws in a class (reference 3).
 *
 * ```js
 * meta.config.url = meta.config.url.trim()
 * ```
 */
import ts from 'typescript';
import type { NodeRule } from './nodeRule.ts';
import type { ValuePaths } from './support/valuePaths.ts';

const frozen: ReadonlySet<string> = new Set(
  'config attachments cache storage geoip jobs metrics utils'.split(' '),
);

export const metaWrite: NodeRule = {
  name: 'meta-write',
  create: ({ values, report }) => {
    const check = (target: ts.Expression): void => {
      const part = frozenPart(target, values);
      if (part === undefined) return;
      report(
        target,
        `${part} cannot be changed: PostHog ignores this, or throws in a class. Keep what you work out in meta.global.`,
      );
    };
    return {
      assignment: ({ left }) => check(left),
      deletion: ({ expression }) => check(expression),
      call({ arguments: [target], expression }) {
        if (target === undefined || !values.is(expression, 'Object', 'assign')) return;
        const path = values.of(target);
        const [part = ''] = path?.members ?? [];
        if (path?.root !== 'meta' || !frozen.has(part)) return;
        report(
          target,
          `meta.${part} cannot be changed, so this throws. Assign into an object of your own: Object.assign({}, …).`,
        );
      },
    };
  },
};

/** The part of meta that the target lies in; a variable of the app's own is none. */
function frozenPart(target: ts.Expression, values: ValuePaths): string | undefined {
  // A parameter that was taken apart is a variable, which may be assigned to.
  if (!isMember(target)) return undefined;
  const path = values.of(target);
  if (path === undefined && ts.isElementAccessExpression(target))
    return frozenObject(target.expression, values);
  if (path?.root !== 'meta') return undefined;
  const [part = ''] = path.members;
  // meta itself is a plain object, of which parts may be put in another's place (reference 3.9).
  if (!frozen.has(part) || path.members.length < 2) return undefined;
  return `meta.${part}`;
}

/** `config[key] = …`: a member whose name is not known. */
function frozenObject(object: ts.Expression, values: ValuePaths): string | undefined {
  const path = values.of(object);
  const [part = ''] = path?.members ?? [];
  return path?.root === 'meta' && frozen.has(part) ? `meta.${part}` : undefined;
}

function isMember(target: ts.Expression): boolean {
  return 'expression' in target;
}
