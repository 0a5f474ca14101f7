/** Requests of a run in the forms in which people send them again: a curl command, and a file of REST clients. */
import type { RequestRecord } from '../../../protocol/trace.ts';
import type { RunRecord } from './runRecord.ts';

/** Headers that the sender sets by itself. */
const ownHeaders = new Set(['content-length', 'host', 'connection', 'accept-encoding', 'transfer-encoding']);
const variable = 'POSTHOG_PERSONAL_API_KEY';
/** What is none was not sent; curl would read a file where one begins with an at. */
const headerName = /^[\w!#$%&'*+.^`|~-]+$/;
/** How the gate shows the key that it sent along. */
const hiddenBearer = /^bearer \S*…$/i;

interface Parts {
  /** Those that the app or the gate wrote, but for the one with the user's own key. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Name of the header that the user's own key goes in; null where it did not go along. */
  readonly keyHeader: string | null;
  readonly body: string | null;
}

/**
 * The request as a command for a shell. The personal key is not in it: the command takes it from
 * `POSTHOG_PERSONAL_API_KEY`, where the gate had sent it along and nowhere else. All other text is the app's, and is quoted
 * so that it means nothing to a shell.
 */
export function curlCommand(request: RequestRecord): string {
  const { headers, keyHeader, body } = partsOf(request);
  const lines = [
    `curl ${request.method === 'GET' && body === null ? '' : `-X ${quotedWord(request.method)} `}${request.url.startsWith('http') ? '' : '--url '}${quoted(request.url)}`,
    ...headers.map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    // A variable means something in double quotes alone.
    ...(keyHeader === null ? [] : [`-H "${keyHeader}: Bearer $${variable}"`]),
    ...(body === null ? [] : [`--data-raw ${quoted(body)}`]),
  ];
  return lines.join(' \\\n  ');
}

/** All requests of a run as commands, each with the line that it came from. */
export function curlScript({ appName, entryPoint, startedAt, trace }: RunRecord): string {
  const commands = trace.requests.map((request) => `${remarks(request)}\n${curlCommand(request)}\n`);
  return [`${comment('# ', `${appName}: ${entryPoint}, ${startedAt}`)}\n`, ...commands].join('\n');
}

/** All requests of a run as a file of REST clients, with the personal key as a variable. */
export function httpFile({ appName, entryPoint, startedAt, trace }: RunRecord): string {
  const requests = trace.requests.map((request) => {
    const { headers, keyHeader, body } = partsOf(request);
    const head = [
      remarks(request, '### '),
      `${withoutVariables(oneLine(request.method))} ${oneLine(request.url).replaceAll('{', '%7B')}`,
      ...headers.map(([name, value]) => withoutVariables(oneLine(`${name}: ${value}`))),
      ...(keyHeader === null ? [] : [`${keyHeader}: Bearer {{personalApiKey}}`]),
    ];
    return `${head.join('\n')}\n${body === null ? '' : `\n${bodyOfFile(body)}\n`}`;
  });
  const title = comment('# ', `${appName}: ${entryPoint}, ${startedAt}`);
  return [`${title}\n@personalApiKey = \n`, ...requests].join('\n');
}

/** Where the request came from, and what stands in the way of sending it again. */
function remarks({ via, cause, disposition }: RequestRecord, sign = '# '): string {
  const place = cause.source === null ? '' : ` at ${cause.source.file}:${cause.source.line}`;
  const hint = disposition === 'local' ? `\n# ${localHint}` : '';
  return `${comment(sign, `${via} of ${cause.entryPoint}${place}`)}${hint}`;
}

const localHint = 'The embedded host answered: put the address of a real host here.';

function partsOf({ requestHeaders, requestBody, usesPersonalKey }: RequestRecord): Parts {
  const headers = Object.entries(requestHeaders).filter(
    ([name]) => headerName.test(name) && !ownHeaders.has(name.toLowerCase()),
  );
  const isKey = ([name, value]: readonly [string, string]): boolean =>
    usesPersonalKey === true && name.toLowerCase() === 'authorization' && hiddenBearer.test(value);
  return {
    headers: headers.filter((header) => !isKey(header)),
    keyHeader: headers.find(isKey)?.[0] ?? null,
    body: requestBody === null || requestBody === '' ? null : requestBody,
  };
}

/** Names of apps, jobs and files are anybody's: a line break in one would begin a command. */
function comment(sign: string, text: string): string {
  return sign + withoutVariables(oneLine(text));
}

function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ');
}

/** REST clients put variables of the user, and of the environment, in the place of what stands in two braces. */
function withoutVariables(text: string): string {
  return text.replaceAll(/\{(?=\{)/g, '{ ');
}

/** In JSON two braces stand in texts alone, where they can be written otherwise. Three hashes begin the next request. */
function bodyOfFile(body: string): string {
  const text = isJson(body) ? body.replaceAll('{{', String.raw`\u007b\u007b`) : withoutVariables(body);
  return text.replaceAll(/^###/gm, ' ###');
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    // A form, or another text.
    return false;
  }
}

/** A method is a word; what is none is quoted. */
function quotedWord(text: string): string {
  return /^[A-Z]+$/.test(text) ? text : quoted(text);
}

/** For a shell: nothing has a meaning in single quotes but a single quote. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
