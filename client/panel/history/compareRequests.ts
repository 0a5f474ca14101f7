/** How the requests of two runs differ: which only one of them made, and what the others sent and got. */
import { statusWords } from '../../../protocol/runWords.ts';
import type { RequestRecord, Trace } from '../../../protocol/trace.ts';
import { isSameInput, parsedIfJson } from '../sameInput.ts';
import { firstOf, onlyOne } from './onlyOne.ts';

/** Requests of the same method and path are compared in their order. */
export function compareRequests(before: Trace, after: Trace): readonly string[] {
  const [first, second] = [byName(before), byName(after)];
  const names = [...new Set([...second.keys(), ...first.keys()])];
  const differences = names.flatMap((name) => {
    const others = first.get(name) ?? [];
    return (second.get(name) ?? []).flatMap((request, index) => {
      const other = others[index];
      const words = other === undefined ? [] : differencesOf(other, request);
      return words.length === 0 ? [] : [`${name}: ${words.join(', ')}.`];
    });
  });
  const alone = (all: typeof first, paired: typeof first): readonly string[] =>
    [...all].flatMap(([name, requests]) =>
      requests.slice(paired.get(name)?.length ?? 0).map((request) => `${name} ${statusWords(request).text}`),
    );
  return [
    ...firstOf([...new Set(differences)]),
    ...onlyOne('requested', alone(first, second), alone(second, first)),
  ];
}

function byName({ requests }: Trace): ReadonlyMap<string, readonly RequestRecord[]> {
  return Map.groupBy(requests, ({ method, url }) => `${method} ${addressOf(url).path}`);
}

/** What a capture sends is told with what was captured. */
function differencesOf(before: RequestRecord, after: RequestRecord): readonly string[] {
  const [old, now] = [before, after].map((request) => statusWords(request).text);
  const status = old === now ? [] : [`${now} in this run, ${old} in the other`];
  if (after.via === 'capture' || before.via === 'capture') return status;
  return [
    ...status,
    ...(addressOf(before.url).query === addressOf(after.url).query ? [] : ['the query differs']),
    ...(isSameBody(before.requestBody, after.requestBody) ? [] : ['what was sent differs']),
    // Another status has another answer: that is said already.
    ...(status.length > 0 || isSameBody(before.responseBody, after.responseBody)
      ? []
      : ['the answer differs']),
  ];
}

function isSameBody(before: string | null, after: string | null): boolean {
  return isSameInput(parsedIfJson(before ?? ''), parsedIfJson(after ?? ''));
}

function addressOf(url: string): { readonly path: string; readonly query: string } {
  if (!URL.canParse(url)) return { path: url, query: '' };
  const { pathname, search } = new URL(url);
  return { path: pathname, query: search };
}
