/**
 * Where a key or a secret stood in a request, whose trace has it no longer: in the place of each comes a variable, so that
 * the request can be sent again.
 */
import type { RequestRecord } from '../../../protocol/trace.ts';

/** A value that the user fills in. */
export interface Variable {
  /** For a shell: it comes from the environment. */
  readonly shellName: string;
  /** For a file of REST clients. */
  readonly fileName: string;
  /** What to put there. */
  readonly meaning: string;
}

export type Part = string | Variable;

export const personalKey: Variable = {
  shellName: 'POSTHOG_PERSONAL_API_KEY',
  fileName: 'personalApiKey',
  meaning: 'your personal API key',
};

const projectKey: Variable = {
  shellName: 'POSTHOG_PROJECT_API_KEY',
  fileName: 'projectApiKey',
  meaning: 'the API key of your project',
};

/** What stands in a trace in the place of a secret of the config, and of what looks like a key or a login. */
const hidden =
  /••••••|\bph[a-z]_\w{0,8}…|(?<=\bbearer )…|(?<=[?&](?:token|api_key|personal_api_key)=)[^&#\s"'…]{0,8}…|(?<=https?:\/\/)…(?=@)/gi;
/** Where the gate itself puts the key of the project. */
const projectKeyPlace = /(?<=[?&]token=|"(?:api_key|token)": ?")[\w-]{2,12}…/g;

/** The parts of an address or a body. */
export function partsOfText(text: string, request: RequestRecord): readonly Part[] {
  const withProjectKey = isOfGate(request)
    ? splitAt([text], projectKeyPlace, () => projectKey)
    : ([text] as const);
  return splitAt(withProjectKey, hidden, (before) => secretOf(nameBefore(before)));
}

/** The parts of a header's value. */
export function partsOfHeader(name: string, value: string): readonly Part[] {
  return splitAt([value], hidden, () => secretOf(name));
}

/** The variables of the parts, each once. */
export function variablesOf(parts: readonly Part[]): readonly Variable[] {
  const variables = parts.filter((part) => typeof part !== 'string');
  return [...new Map(variables.map((variable) => [variable.shellName, variable])).values()];
}

/** Whether the gate wrote the key of the project: elsewhere it is a text of the app, which may go to anybody. */
function isOfGate({ via, usesPersonalKey }: RequestRecord): boolean {
  return via === 'capture' || (via === 'api' && usesPersonalKey === true);
}

function splitAt(
  parts: readonly Part[],
  pattern: RegExp,
  variableOf: (before: string) => Variable,
): readonly Part[] {
  return parts.flatMap((part) => {
    if (typeof part !== 'string') return [part];
    const result: Part[] = [];
    let end = 0;
    for (const { 0: found, index } of part.matchAll(pattern)) {
      result.push(part.slice(end, index), variableOf(part.slice(0, index)));
      end = index + found.length;
    }
    return [...result, part.slice(end)].filter((piece) => piece !== '');
  });
}

/** The name of the field of a body, or the parameter of an address, that a value begins after. */
function nameBefore(text: string): string {
  return /["?&]([\w$-]{1,40})(?:"\s*:\s*"|=)[^"&=]*$/.exec(text)?.[1] ?? '';
}

/**
 * A secret of the app, which the app has in any case, named after its place. The beginning of the name keeps other
 * variables of the environment out.
 */
function secretOf(place: string): Variable {
  // The place is a text of the app: a shell must find nothing in it that means something.
  const words = place.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  const capitals = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase());
  return {
    shellName: ['POSTHOG_APP_SECRET', ...words.map((word) => word.toUpperCase())].join('_'),
    fileName: ['secret', ...capitals].join(''),
    meaning: `the secret of the app${words.length === 0 ? '' : ` that goes into ${words.join(' ')}`}`,
  };
}
