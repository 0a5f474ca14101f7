/** Paths of PostHog's REST API in `posthog.api.<method>('…')`, one segment after the other (reference 8). */
import ts from 'typescript';
import {
  childrenOf,
  currentProject,
  dataFieldsOf,
  matchPath,
  operationFor,
  pathsFor,
  type RestSegment,
} from '../../../platform/restCatalogue.ts';
import type { RestMethod } from '../../../platform/restCatalogueFormat.ts';
import { restTypeText } from '../../../platform/restTypes.ts';
import { apiMethodOf, pathOf } from './calls.ts';
import { type LiteralPlace, type LiteralSuggestion, textAround, type TextNode } from './suggestion.ts';

/** What may stand at the cursor; undefined when it is not in a path. */
export function suggestPaths(place: LiteralPlace): readonly LiteralSuggestion[] | undefined {
  const asked = askedAt(place);
  return asked && segments(place, asked.text, textBefore(asked.text), asked.method);
}

/** Whether the cursor is in a path, where TypeScript suggests what is typed. */
export function isInPath(place: LiteralPlace): boolean {
  return askedAt(place) !== undefined;
}

/** The text of a path that the cursor is in, and the call that asks for it. */
function askedAt(
  place: LiteralPlace,
): { readonly text: TextNode; readonly call: ts.CallExpression; readonly method: RestMethod } | undefined {
  const text = textAround(place);
  if (text === undefined) return undefined;
  const literal = ts.isStringLiteralLike(text)
    ? text
    : ts.isTemplateHead(text)
      ? text.parent
      : text.parent.parent;
  const call = literal.parent;
  if (!ts.isCallExpression(call) || call.arguments[0] !== literal) return undefined;
  const method = apiMethodOf(call, place);
  return method && { text, call, method };
}

/** What a path means, for a hover on it; undefined for other texts, and for paths that the catalogue does not have. */
export function explainPath(
  place: LiteralPlace,
): { readonly text: TextNode; readonly meaning: string } | undefined {
  const asked = askedAt(place);
  const path = asked && pathOf(asked.call);
  const found = path === undefined ? undefined : matchPath(path);
  if (asked === undefined || found === undefined) return undefined;
  const { template, operations, isLegacy } = found;
  const methods = operations.map(({ method }) => method.toUpperCase()).join(', ');
  const operation = operations.find(({ method }) => method === asked.method);
  const fields = operation === undefined ? [] : dataFieldsOf(operation);
  const lines = [
    `**${methods}** \`${template}\``,
    ...(isLegacy ? [ofLegacyRoute] : []),
    ...(path?.split('/').includes(currentProject) === true
      ? ['`@current`: the project in which the app runs.']
      : []),
    ...(operation === undefined ? [`It does not take ${asked.method.toUpperCase()}.`] : []),
    ...(fields.length === 0
      ? []
      : [
          `In \`data\`: ${fields.map(({ name, isRequired }) => `\`${name}\`${isRequired ? ' (required)' : ''}`).join(', ')}.`,
        ]),
  ];
  return { text: asked.text, meaning: lines.join('\n\n') };
}

/** What comes before this piece of a template, with `{}` for each substitution. */
function textBefore(text: TextNode): string {
  if (ts.isStringLiteralLike(text) || ts.isTemplateHead(text)) return '';
  const { parent: span } = text;
  if (!ts.isTemplateSpan(span)) return '';
  const { head, templateSpans } = span.parent;
  const earlier = templateSpans.slice(0, templateSpans.indexOf(span));
  return `${head.text}{}${earlier.map(({ literal }) => `${literal.text}{}`).join('')}`;
}

function segments(
  { file, offset }: LiteralPlace,
  node: TextNode,
  before: string,
  method: RestMethod,
): readonly LiteralSuggestion[] {
  const start = node.getStart(file) + 1;
  const typed = file.text.slice(start, offset);
  const segmentStart = start + typed.lastIndexOf('/') + 1;
  if (typed.includes('?')) return queryKeys(file.text, before + typed, offset, method);
  // The rest of a segment that begins with a value known at run time cannot be told.
  if (before !== '' && segmentStart === start) return [];
  const [rest = ''] = /^[\w@{}-]*/.exec(file.text.slice(offset)) ?? [];
  const end = offset + rest.length;
  const isTemplate = !ts.isStringLiteral(node);
  const isStart = before === '' && /^\/?[^/]*$/.test(typed);
  // With the slash, typed or not: the editor puts what does not begin with what is typed below all whole paths.
  const slash = isStart ? '/' : '';
  const isFollowed = file.text[end] === '/';
  const way = typed.slice(0, typed.lastIndexOf('/') + 1);
  const found = childrenOf(before + typed, method).map((segment): LiteralSuggestion => ({
    // At the start the slash tells it from a word.
    label: `${slash}${segment.text}${isStart ? '/' : ''}`,
    kind: segment.isPlaceholder ? 'placeholder' : 'path',
    newText: `${slash}${segmentText(segment, isTemplate)}${isFollowed ? '' : '/'}`,
    isSnippet: segment.isPlaceholder,
    start: isStart ? start : segmentStart,
    end,
    ...describe(segment, method),
    rank: rankOf(segment, isStart),
    hasMore:
      segment.hasChildren &&
      !segment.isPlaceholder &&
      childrenOf(`${before}${way}${segment.text}/`, method).length > 0,
  }));
  return isStart && !isFollowed ? [...found, ...wholePaths(method, start, end)] : found;
}

/** Most paths that apps ask for are about the project. At the start the whole paths stand behind the segments. */
function rankOf({ text, isPlaceholder, isLegacy }: RestSegment, isStart: boolean): number {
  if (isPlaceholder) return 3;
  if (isLegacy) return 2;
  return isStart || oftenAsked.has(text) ? 0 : 1;
}

/** What apps ask for (reference 4.9, 8), before what merely comes first in the alphabet. */
const oftenAsked: ReadonlySet<string> = new Set(
  'projects annotations persons groups events insights feature_flags cohorts'.split(' '),
);

/** Behind the `?` of a path: its parameters, without those that stand there. */
function queryKeys(
  text: string,
  typed: string,
  offset: number,
  method: RestMethod,
): readonly LiteralSuggestion[] {
  const [path = '', query = ''] = typed.split('?');
  const parts = query.split('&');
  const word = parts.at(-1) ?? '';
  const operation = word.includes('=') || method !== 'get' ? undefined : operationFor(method, path);
  if (operation === undefined) return [];
  const [rest = ''] = /^\w*/.exec(text.slice(offset)) ?? [];
  const end = offset + rest.length;
  const present = new Set(parts.slice(0, -1).map((part) => part.replace(/=.*$/, '')));
  return dataFieldsOf(operation)
    .filter(({ name }) => !present.has(name))
    .map(({ name, type }) => ({
      label: name,
      kind: 'key',
      newText: text[end] === '=' ? name : `${name}=`,
      start: offset - word.length,
      end,
      detail: restTypeText(type, 1),
      rank: 0,
    }));
}

function segmentText({ text, isPlaceholder }: RestSegment, isTemplate: boolean): string {
  if (!isPlaceholder) return text;
  const name = text.slice(1, -1);
  return isTemplate ? `\\\${\${1:${name}}}` : `\${1:${name}}`;
}

/** What ends here is told with its methods; what only leads on to paths of this method has others, if any. */
function describe(
  { text, isPlaceholder, isLegacy, methods }: RestSegment,
  method: RestMethod,
): Pick<LiteralSuggestion, 'detail' | 'documentation'> {
  const takes = methods.includes(method) ? { detail: methods.join(', ').toUpperCase() } : {};
  if (text === currentProject) return { ...takes, documentation: 'The project in which the app runs.' };
  if (text === '{organization_id}') return { ...takes, documentation: ofOrganization };
  if (isPlaceholder) return { ...takes, documentation: 'A value of yours.' };
  return isLegacy ? { ...takes, documentation: ofLegacyRoute } : takes;
}

const ofLegacyRoute = 'An old route. The token decides which project it is about.';

/** The first `@current` of a path becomes the id of the project, wherever it stands (reference 1.2.6). */
const ofOrganization =
  'The id of an organization. `@current` does not stand for it: PostHog would write the id of the project there. `/api/users/@me/` answers it as `organization.id`.';

/** At the beginning, every path that needs no value, so that a few letters of it are enough. */
function wholePaths(method: RestMethod, start: number, end: number): readonly LiteralSuggestion[] {
  return [...new Set(pathsFor(method))]
    .filter((path) => !path.includes('{'))
    .map((path) => ({
      label: path,
      kind: 'path',
      newText: path,
      start,
      end,
      rank: 1,
      hasMore: childrenOf(path, method).some(({ isPlaceholder }) => !isPlaceholder),
    }));
}
