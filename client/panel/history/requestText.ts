/** Requests of a run in the forms in which people send them again: a curl command, and a file of REST clients. */
import type { RequestRecord } from '../../../protocol/trace.ts';
import type { RunRecord } from './runRecord.ts';

/** Headers that the sender sets by itself. */
const ownHeaders = new Set(['content-length', 'host', 'connection', 'accept-encoding', 'transfer-encoding']);
const variable = 'POSTHOG_PERSONAL_API_KEY';
const hiddenBearer = /^(bearer )ph[xsar]_…$/i;

interface Parts {
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string | null;
}

/**
 * The request as a command for a shell. The personal key is not in it: the command takes it from
 * `POSTHOG_PERSONAL_API_KEY`.
 */
export function curlCommand(request: RequestRecord): string {
  const { headers, body } = partsOf(request, `$${variable}`);
  const lines = [
    `curl ${request.method === 'GET' && body === null ? '' : `-X ${request.method} `}${quoted(request.url)}`,
    ...headers.map(([name, value]) => {
      const text = `${name}: ${value}`;
      // A variable means something in double quotes alone.
      return `-H ${value.includes(`$${variable}`) ? `"${text.replaceAll(/["\\`]/g, String.raw`\$&`)}"` : quoted(text)}`;
    }),
    ...(body === null ? [] : [`--data-raw ${quoted(body)}`]),
  ];
  return lines.join(' \\\n  ');
}

/** All requests of a run as commands, each with the line that it came from. */
export function curlScript({ appName, entryPoint, startedAt, trace }: RunRecord): string {
  const commands = trace.requests.map((request) => `# ${remarks(request)}\n${curlCommand(request)}\n`);
  return [`# ${appName}: ${entryPoint}, ${startedAt}\n`, ...commands].join('\n');
}

/** All requests of a run as a file of REST clients, with the personal key as a variable. */
export function httpFile({ appName, entryPoint, startedAt, trace }: RunRecord): string {
  const requests = trace.requests.map((request) => {
    const { headers, body } = partsOf(request, '{{personalApiKey}}');
    const head = [
      `### ${remarks(request)}`,
      `${request.method} ${request.url}`,
      ...headers.map(([name, value]) => `${name}: ${value}`),
    ];
    return `${head.join('\n')}\n${body === null ? '' : `\n${body}\n`}`;
  });
  return [`# ${appName}: ${entryPoint}, ${startedAt}\n@personalApiKey = \n`, ...requests].join('\n');
}

/** Where the request came from, and what stands in the way of sending it again. */
function remarks({ via, cause, disposition }: RequestRecord): string {
  const place = cause.source === null ? '' : ` at ${cause.source.file}:${cause.source.line}`;
  const isLocal = disposition === 'local';
  return `${via} of ${cause.entryPoint}${place}${isLocal ? `\n# ${localHint}` : ''}`;
}

const localHint = 'The embedded host answered: put the address of a real host here.';

function partsOf({ requestHeaders, requestBody }: RequestRecord, key: string): Parts {
  return {
    headers: Object.entries(requestHeaders)
      .filter(([name]) => !ownHeaders.has(name.toLowerCase()))
      .map(([name, value]) => [name, value.replace(hiddenBearer, `$1${key.replaceAll('$', '$$$$')}`)]),
    body: requestBody === null || requestBody === '' ? null : requestBody,
  };
}

/** For a shell: nothing has a meaning in single quotes but a single quote. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
