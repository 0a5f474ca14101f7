/**
 * api-absolute-path: `posthog.api` puts the host before every path, also before a whole address (reference 1.2.1).
 *
 * ```js
 * let page = await (await posthog.api.get('/api/projects/@current/persons/')).json()
 * while (page.next) page = await (await posthog.api.get(page.next)).json()
 * ```
 */
import ts from 'typescript';
import type { Fix } from '../analysis/finding.ts';
import type { NodeRule } from './nodeRule.ts';
import { type ApiCall, apiCallOf } from './support/apiCall.ts';
import { textOf } from './support/constants.ts';
import { safeFix, insertAfter, quote, replace } from './support/edits.ts';
import { type ValuePaths, withoutWrapping } from './support/valuePaths.ts';

const addressMessage =
  'posthog.api puts the host before this address, so that the request goes nowhere. Give the path alone, and the host as the option host.';
const pageMessage =
  'PostHog gives the next page as a whole address, and posthog.api puts the host before it once more. Give its path and query alone.';

export const apiAbsolutePath: NodeRule = {
  name: 'api-absolute-path',
  mentions: /\bapi\b/,
  create: ({ values, report }) => {
    const pages: ApiCall[] = [];
    const assigned: ts.BinaryExpression[] = [];
    return {
      call(node) {
        const call = apiCallOf(node, values);
        if (call?.path === undefined) return;
        const start = textOf(call.path, values)?.start ?? '';
        if (/^https?:\/\//i.test(start)) report(call.path, addressMessage, addressFixes(call));
        else pages.push(call);
      },
      assignment: (node) => void assigned.push(node),
      end() {
        for (const { path } of pages) {
          if (path !== undefined && isPage(path, values, assigned))
            report(path, pageMessage, pageFixes(path));
        }
      },
    };
  },
};

/** Whether an expression is `next` or `previous` of an answer, or a variable that it was put into. */
function isPage(path: ts.Expression, values: ValuePaths, assigned: readonly ts.BinaryExpression[]): boolean {
  const inner = withoutWrapping(path);
  if (isPageMember(inner)) return true;
  if (!ts.isIdentifier(inner)) return false;
  const declaration = values.declarationOf(inner);
  if (declaration === undefined) return false;
  if (ts.isBindingElement(declaration)) {
    const key = declaration.propertyName ?? declaration.name;
    return ts.isObjectBindingPattern(declaration.parent) && ts.isIdentifier(key) && isPageName(key.text);
  }
  if (!ts.isVariableDeclaration(declaration)) return false;
  if (declaration.initializer !== undefined && isPageMember(declaration.initializer)) return true;
  return assigned.some(
    ({ left, right }) =>
      ts.isIdentifier(left) && isPageMember(right) && values.declarationOf(left) === declaration,
  );
}

function isPageMember(node: ts.Expression): boolean {
  const inner = withoutWrapping(node);
  return ts.isPropertyAccessExpression(inner) && isPageName(inner.name.text);
}

function isPageName(name: string): boolean {
  return name === 'next' || name === 'previous';
}

function pageFixes(path: ts.Expression): readonly Fix[] {
  const text = path.getText();
  return [
    safeFix(
      'Take the Path out of the Address',
      // Also right where a loop begins with a path: that one stays as it is.
      replace(path, `${text}.replace(/^https?:\\/\\/[^/]+/, '')`),
    ),
  ];
}

function addressFixes({ path, options }: ApiCall): readonly Fix[] {
  if (path === undefined || !ts.isStringLiteralLike(path)) return [];
  const parts = /^(https?:\/\/[^/?#]+)(.*)$/i.exec(path.text);
  const [, host = '', rest = ''] = parts ?? [];
  const change = replace(path, quote(path, rest === '' ? '/' : rest));
  const option = `host: ${quote(path, host)}`;
  const title = 'Give the Host as an Option';
  if (options === undefined) return [safeFix(title, change, insertAfter(path, `, { ${option} }`))];
  if (!ts.isObjectLiteralExpression(options)) return [];
  const [first] = options.properties;
  if (first === undefined) return [safeFix(title, change, replace(options, `{ ${option} }`))];
  const before = { span: { ...replace(first, '').span, length: 0 }, newText: `${option}, ` };
  return [safeFix(title, change, before)];
}
