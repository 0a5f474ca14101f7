/** Requests of a run in the forms in which people send them again: a curl command, and a file of REST clients. */
import { isJson } from '../../../platform/isJson.ts';
import { localHost } from '../../../platform/hosts.ts';
import { wholeLength } from '../../../protocol/cutText.ts';
import { characters } from '../../../protocol/runWords.ts';
import type { RequestRecord } from '../../../protocol/trace.ts';
import {
  type Part,
  partsOfHeader,
  partsOfText,
  personalKey,
  type Variable,
  variablesOf,
} from './hiddenParts.ts';
import type { RunRecord } from './runRecord.ts';

/** Headers that the sender sets by itself. */
const ownHeaders = new Set(['content-length', 'host', 'connection', 'accept-encoding', 'transfer-encoding']);
/** What is none was not sent; curl would read a file where one begins with an at. */
const headerName = /^[\w!#$%&'*+.^`|~-]+$/;
/** Characters. Systems refuse a command with a longer one; what is part of the shell itself takes any. */
const longestArgument = 30_000;
/** How the gate shows the key that it sent along. */
const hiddenBearer = /^bearer \S*…$/i;

interface Parts {
  readonly url: readonly Part[];
  readonly headers: readonly (readonly [name: string, value: readonly Part[]])[];
  /** The text as a whole says whether it is JSON; null for no body. */
  readonly body: { readonly text: string; readonly parts: readonly Part[] } | null;
}

/**
 * The request as a command for a shell. No key and no secret is in it: it takes them from variables of the environment,
 * the personal key only where the gate had sent it along. All other text is the app's, and is quoted so that it means
 * nothing to a shell.
 */
export function curlCommand(request: RequestRecord): string {
  const { url, headers, body } = partsOf(request);
  const isLong = body !== null && body.text.length > longestArgument;
  const lines = [
    ...(isLong ? [`printf %s ${quotedParts(body.parts)}`] : []),
    `${isLong ? '| ' : ''}curl ${request.method === 'GET' && body === null ? '' : `-X ${quotedWord(request.method)} `}${request.url.startsWith('http') ? '' : '--url '}${quotedParts(url)}`,
    ...headers.map(([name, value]) => `-H ${quotedParts(headerParts(name, value))}`),
    ...(body === null ? [] : [isLong ? '--data-binary @-' : `--data-raw ${quotedParts(body.parts)}`]),
  ];
  return lines.join(' \\\n  ');
}

/** All requests of a run as commands, each with the line that it came from; it ends where a variable is missing. */
export function curlScript({ appName, entryPoint, startedAt, trace }: RunRecord): string {
  const commands = trace.requests.map((request) => `${remarks(request)}\n${curlCommand(request)}\n`);
  const title = comment('# ', `${appName}: ${entryPoint}, ${startedAt}`);
  const needs = neededBy(trace.requests).map(
    ({ shellName, meaning }) => `: "\${${shellName}:?Set it to ${meaning}.}"\n`,
  );
  return [`${title}\n${needs.join('')}`, ...commands].join('\n');
}

/** All requests of a run as a file of REST clients, with the keys and secrets that they need as variables. */
export function httpFile({ appName, entryPoint, startedAt, trace }: RunRecord): string {
  const requests = trace.requests.map((request) => {
    const { url, headers, body } = partsOf(request);
    const address = filled(url, (text) => oneLine(text).replaceAll('{', '%7B'));
    const head = [
      remarks(request, '### '),
      `${withoutVariables(oneLine(request.method))} ${address}`,
      ...headers.map(([name, value]) =>
        filled([`${name}: `, ...value], (text) => withoutVariables(oneLine(text))),
      ),
    ];
    return `${head.join('\n')}\n${body === null ? '' : `\n${bodyOfFile(body)}\n`}`;
  });
  const title = comment('# ', `${appName}: ${entryPoint}, ${startedAt}`);
  const needs = neededBy(trace.requests).map(
    ({ fileName, meaning }) => `# Put ${meaning} here.\n@${fileName} = \n`,
  );
  return [`${title}\n${needs.join('')}`, ...requests].join('\n');
}

/** A header in parts, none of which is a text beside another. */
function headerParts(name: string, [first = '', ...rest]: readonly Part[]): readonly Part[] {
  return typeof first === 'string' ? [`${name}: ${first}`, ...rest] : [`${name}: `, first, ...rest];
}

function neededBy(requests: readonly RequestRecord[]): readonly Variable[] {
  return variablesOf(
    requests
      .map(partsOf)
      .flatMap(({ url, headers, body }) => [
        ...url,
        ...headers.flatMap(([, value]) => value),
        ...(body?.parts ?? []),
      ]),
  );
}

/** Where the request came from, and what stands in the way of sending it again. */
function remarks({ via, cause, disposition, requestBody, url }: RequestRecord, sign = '# '): string {
  const place = cause.source === null ? '' : ` at ${cause.source.file}:${cause.source.line}`;
  const hint = disposition === 'local' ? `\n# ${url.startsWith(localHost.api) ? localHint : keptHint}` : '';
  const whole = wholeLength(requestBody ?? '');
  const cut = whole === undefined ? '' : `\n# ${cutHint(whole)}`;
  return `${comment(sign, `${via} of ${cause.entryPoint}${place}`)}${hint}${cut}`;
}

function cutHint(whole: number): string {
  return `The body was kept in part: put the rest in. The whole had ${characters(whole)}.`;
}

const keptHint = 'It was not sent in that run: the embedded host answered in its place.';
const localHint = 'The embedded host answered: put the address of a real host here.';

function partsOf(request: RequestRecord): Parts {
  const { requestHeaders, requestBody, usesPersonalKey, url } = request;
  const headers = Object.entries(requestHeaders).filter(
    ([name]) => headerName.test(name) && !ownHeaders.has(name.toLowerCase()),
  );
  const isKey = (name: string, value: string): boolean =>
    usesPersonalKey === true && name.toLowerCase() === 'authorization' && hiddenBearer.test(value);
  return {
    url: partsOfText(url, request),
    headers: headers.map(([name, value]) => [
      name,
      isKey(name, value) ? ['Bearer ', personalKey] : partsOfHeader(name, value),
    ]),
    body:
      requestBody === null || requestBody === ''
        ? null
        : { text: requestBody, parts: partsOfText(requestBody, request) },
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
function bodyOfFile({ text, parts }: { readonly text: string; readonly parts: readonly Part[] }): string {
  const plain = isJson(text)
    ? (part: string): string => part.replaceAll('{{', String.raw`\u007b\u007b`)
    : withoutVariables;
  return filled(parts, plain).replaceAll(/^###/gm, ' ###');
}

/** For a file of REST clients: the app's own text without variables, and the variables in their places. */
function filled(parts: readonly Part[], plain: (text: string) => string): string {
  return parts.map((part) => (typeof part === 'string' ? plain(part) : `{{${part.fileName}}}`)).join('');
}

/** A method is a word; what is none is quoted. */
function quotedWord(text: string): string {
  return /^[A-Z]+$/.test(text) ? text : quoted(text);
}

/** For a shell: a variable means something in double quotes alone, and other text there may mean something too. */
function quotedParts(parts: readonly Part[]): string {
  if (parts.length === 0) return quoted('');
  const isWithVariable = parts.some((part) => typeof part !== 'string');
  if (isWithVariable && parts.every((part) => typeof part !== 'string' || plainText.test(part))) {
    return `"${parts.map((part) => (typeof part === 'string' ? part : `\${${part.shellName}}`)).join('')}"`;
  }
  return parts.map((part) => (typeof part === 'string' ? quoted(part) : `"$${part.shellName}"`)).join('');
}

/** What means nothing in double quotes either. */
const plainText = /^[\w :/.,=?&@+-]*$/;

/** For a shell: nothing has a meaning in single quotes but a single quote. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
