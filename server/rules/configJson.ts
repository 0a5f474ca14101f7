/**
 * config-json: every value of the config is text, those of json fields too (reference 3.1).
 *
 * ```js
 * const label = meta.config.labels[event.event] // labels is '{"a": "b"}'
 * ```
 */
import ts from 'typescript';
import type { NodeRule } from './nodeRule.ts';
import { fix, replace } from './support/edits.ts';
import type { ValuePaths } from './support/valuePaths.ts';

/** Members of a text that are also used on text. */
const textMembers: ReadonlySet<string> = new Set(
  `length trim trimStart trimEnd split slice substring substr startsWith endsWith includes indexOf match matchAll replace
  replaceAll toString charAt charCodeAt codePointAt at search toLowerCase toUpperCase normalize padStart padEnd
  valueOf localeCompare lastIndexOf concat repeat`.split(/\s+/),
);

const objectFunctions: ReadonlySet<string> = new Set(['keys', 'values', 'entries']);

export const configJson: NodeRule = {
  name: 'config-json',
  mentions: /\bconfig\b/,
  create: ({ app, values, report }) => {
    const fields = new Set(app.manifest.config.flatMap(({ key, type }) => (type === 'json' ? key : [])));
    if (fields.size === 0) return {};
    // What the code keeps in meta.global, and where it uses it.
    const kept = new Map<string, string | null>();
    const uses: { readonly node: ts.Expression; readonly name: string }[] = [];
    const check = (node: ts.Expression): void => {
      const name = keptName(node, values);
      if (name !== undefined) uses.push({ node, name });
      const key = fieldOf(node, values);
      if (key !== undefined && fields.has(key)) reportUse(node, key);
    };
    const reportUse = (node: ts.Expression, key: string): void => {
      report(
        node,
        `The value of the json field ${key} is text, as PostHog does not parse it. Use JSON.parse first; an empty field is the empty text.`,
        [fix('Parse the Value', replace(node, `JSON.parse(${node.getText()} || '{}')`))],
      );
    };
    return {
      access(node) {
        if (ts.isPropertyAccessExpression(node) && textMembers.has(node.name.text)) return;
        if (ts.isElementAccessExpression(node) && ts.isNumericLiteral(node.argumentExpression)) return;
        check(node.expression);
      },
      assignment({ left, right }) {
        const name = keptName(left, values);
        if (name === undefined) return;
        const key = fieldOf(right, values) ?? null;
        kept.set(name, kept.has(name) && kept.get(name) !== key ? null : key);
      },
      end() {
        for (const { name, node } of uses) {
          const key = kept.get(name) ?? null;
          if (key !== null && fields.has(key)) reportUse(node, key);
        }
      },
      forOf: ({ expression }) => check(expression),
      spread: ({ expression }) => check(expression),
      call(node) {
        const path = values.of(node.expression);
        const [name, method = ''] = path?.members ?? [];
        const [value] = node.arguments;
        if (path?.root !== 'global' || name !== 'Object' || !objectFunctions.has(method)) return;
        if (value !== undefined) check(value);
      },
    };
  },
};

/** The name under which meta.global has a value. */
function keptName(node: ts.Expression, values: ValuePaths): string | undefined {
  const path = values.of(node);
  if (path?.root !== 'meta' || path.members.length !== 2 || path.members[0] !== 'global') return undefined;
  return path.members[1];
}

/** The key of the config that an expression is the value of. */
function fieldOf(node: ts.Expression, values: ValuePaths): string | undefined {
  const path = values.of(node);
  if (path?.root !== 'meta' || path.members.length !== 2 || path.members[0] !== 'config') return undefined;
  return path.members[1];
}
