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
import { textOf } from './support/constantTexts.ts';
import { nameOf } from './support/objectLiterals.ts';
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
        const host = configuredHost(call.path, values);
        if (/^https?:\/\//i.test(start)) report(call.path, addressMessage, addressFixes(call));
        else if (host !== undefined) report(call.path, addressMessage, hostFixes(call, host));
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

const depthLimit = 5;

/** Whether an expression is `next` or `previous` of an answer, or a variable or parameter that it was put into. */
function isPage(
  path: ts.Expression,
  values: ValuePaths,
  assigned: readonly ts.BinaryExpression[],
  depth = 0,
): boolean {
  const inner = withoutWrapping(path);
  if (isPageValue(inner)) return true;
  if (isOr(inner)) return isPage(inner.left, values, assigned, depth + 1);
  if (!ts.isIdentifier(inner) || depth > depthLimit) return false;
  const declaration = values.declarationOf(inner);
  if (declaration === undefined) return false;
  if (ts.isBindingElement(declaration)) {
    const key = declaration.propertyName ?? declaration.name;
    return ts.isObjectBindingPattern(declaration.parent) && ts.isIdentifier(key) && isPageName(key.text);
  }
  const later = assigned.filter(
    ({ left }) => ts.isIdentifier(left) && values.declarationOf(left) === declaration,
  );
  if (ts.isParameter(declaration)) {
    // A parameter that gets another value may have been shortened to its path.
    if (later.length > 0) return false;
    const given = values.argumentsFor(declaration) ?? [];
    return given.some((value) => value !== undefined && isPage(value, values, assigned, depth + 1));
  }
  if (!ts.isVariableDeclaration(declaration)) return false;
  const all = [
    ...(declaration.initializer === undefined ? [] : [declaration.initializer]),
    ...later.map(({ right }) => right),
  ];
  const isKnown = (value: ts.Expression): boolean =>
    isPageValue(value) || isNothing(value) || textOf(value, values)?.isWhole === true;
  return (
    all.every((value, index) => isKnown(value) || (index === 0 && later.length > 0)) && all.some(isPageValue)
  );
}

/** `page.next`, `page.next ?? path`, `String(page.next)`, `page.next ? page.next : undefined`. */
function isPageValue(node: ts.Expression): boolean {
  const inner = withoutWrapping(node);
  if (isPageMember(inner)) return true;
  if (isOr(inner)) return isPageValue(inner.left);
  if (ts.isConditionalExpression(inner)) {
    return isPageValue(inner.whenTrue) && (isNothing(inner.whenFalse) || isPageValue(inner.whenFalse));
  }
  const [only] = ts.isCallExpression(inner) && inner.expression.getText() === 'String' ? inner.arguments : [];
  return only !== undefined && isPageValue(only);
}

function isOr(node: ts.Expression): node is ts.BinaryExpression {
  return (
    ts.isBinaryExpression(node) &&
    (node.operatorToken.kind === ts.SyntaxKind.BarBarToken ||
      node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken)
  );
}

function isNothing(node: ts.Expression): boolean {
  const inner = withoutWrapping(node);
  return (
    inner.kind === ts.SyntaxKind.NullKeyword ||
    (ts.isIdentifier(inner) && inner.text === 'undefined') ||
    (ts.isStringLiteralLike(inner) && inner.text === '')
  );
}

function isPageMember(node: ts.Expression): boolean {
  const inner = withoutWrapping(node);
  if (ts.isPropertyAccessExpression(inner)) return isPageName(inner.name.text);
  return (
    ts.isElementAccessExpression(inner) &&
    ts.isStringLiteralLike(inner.argumentExpression) &&
    isPageName(inner.argumentExpression.text)
  );
}

function isPageName(name: string): boolean {
  return name === 'next' || name === 'previous';
}

function pageFixes(path: ts.Expression): readonly Fix[] {
  const isPlain =
    ts.isIdentifier(path) || ts.isPropertyAccessExpression(path) || ts.isElementAccessExpression(path);
  // A cast or a choice goes into brackets of its own.
  const text = isPlain || ts.isParenthesizedExpression(path) ? path.getText() : `(${path.getText()})`;
  return [
    safeFix(
      'Take the Path out of the Address',
      // Also right where a loop begins with a path: that one stays as it is.
      replace(path, `${text}.replace(/^https?:\\/\\/[^/]+/, '')`),
    ),
  ];
}

/** The setting with which a path begins, such as `${config.host}/api/…`. */
function configuredHost(path: ts.Expression, values: ValuePaths): ts.Expression | undefined {
  const inner = withoutWrapping(values.constantOf(path) ?? path);
  if (ts.isTemplateExpression(inner)) {
    const [first] = inner.templateSpans;
    if (inner.head.text !== '' || first === undefined) return undefined;
    const begun = configuredHost(first.expression, values);
    if (begun !== undefined) return begun;
    return first.literal.text.startsWith('/') ? hostIn(first.expression, values) : undefined;
  }
  if (!ts.isBinaryExpression(inner) || inner.operatorToken.kind !== ts.SyntaxKind.PlusToken) return undefined;
  const begun = configuredHost(inner.left, values);
  if (begun !== undefined) return begun;
  return textOf(inner.right, values)?.start.startsWith('/') === true ? hostIn(inner.left, values) : undefined;
}

function hostIn(node: ts.Expression, values: ValuePaths): ts.Expression | undefined {
  const path = values.of(node);
  const [collection, key = ''] = path?.members ?? [];
  const isSetting = path?.root === 'meta' && collection === 'config' && path.members.length === 2;
  return isSetting && /host|url|instance|domain|site/i.test(key) ? node : undefined;
}

function hostFixes(call: ApiCall, host: ts.Expression): readonly Fix[] {
  if (call.path === undefined) return [];
  const inner = withoutWrapping(call.path);
  // A host that stands in a constant is left to whoever wrote it.
  const isHere = host.pos >= inner.pos && host.end <= inner.end && !isNested(inner, host);
  if (!isHere) return [];
  const rest = ts.isTemplateExpression(inner)
    ? withoutFirst(inner)
    : ts.isBinaryExpression(inner)
      ? inner.right.getText()
      : undefined;
  return rest === undefined ? [] : optionFixes(call, rest, host.getText());
}

/** Whether the host is not the first piece of the path itself, but of one of its pieces. */
function isNested(path: ts.Expression, host: ts.Expression): boolean {
  if (ts.isTemplateExpression(path)) return path.templateSpans[0]?.expression !== host;
  return ts.isBinaryExpression(path) && path.left !== host;
}

/** The text of a template without the first value that it is put together from. */
function withoutFirst(template: ts.TemplateExpression): string | undefined {
  const [first] = template.templateSpans;
  if (first === undefined) return undefined;
  const start = first.literal.getStart() - template.getStart() + 1;
  return `\`${template.getText().slice(start)}`;
}

function addressFixes(call: ApiCall): readonly Fix[] {
  const { path } = call;
  if (path === undefined || !ts.isStringLiteralLike(path)) return [];
  const [, host = '', rest = ''] = /^(https?:\/\/[^/?#]+)(.*)$/i.exec(path.text) ?? [];
  return optionFixes(call, quote(path, rest === '' ? '/' : rest), quote(path, host));
}

/** @param rest the path and @param host the host, both as code. */
function optionFixes({ path, options }: ApiCall, rest: string, host: string): readonly Fix[] {
  if (path === undefined) return [];
  const change = replace(path, rest);
  const option = `host: ${host}`;
  const title = 'Give the Host as an Option';
  if (options === undefined) return [safeFix(title, change, insertAfter(path, `, { ${option} }`))];
  if (!ts.isObjectLiteralExpression(options)) return [];
  const [first] = options.properties;
  if (options.properties.some((property) => nameOf(property) === 'host')) return [];
  if (first === undefined) return [safeFix(title, change, replace(options, `{ ${option} }`))];
  const before = { span: { ...replace(first, '').span, length: 0 }, newText: `${option}, ` };
  return [safeFix(title, change, before)];
}
