/** One clear sentence or two for each way in which a request gets no answer. */
import type { RequestRecord } from '../../protocol/trace.ts';
import type { Bypass } from './proxies.ts';

/** What node-fetch 2 makes of it, which the app sees. */
export interface FetchProblem {
  readonly type:
    | 'system'
    | 'posthog-host-guard'
    | 'request-timeout'
    | 'body-timeout'
    | 'max-size'
    | 'no-redirect'
    | 'max-redirect'
    | 'invalid-redirect';
  /** Of `system`, what follows "reason:"; else the whole message. */
  readonly text: string;
}

export class NetworkProblem extends Error {
  override readonly name: string = 'NetworkProblem';
  readonly code: string;
  /** Absent where the sentence is the reason. */
  readonly ofFetch: FetchProblem | undefined;
  /** What the request comes to without a whole answer: see {@link RequestRecord.unanswered}. */
  unanswered: RequestRecord['unanswered'];
  /** The host was asked and answered with a redirect, which leads no further. */
  followsRedirect = false;

  constructor(message: string, code = 'ENETWORK', ofFetch?: FetchProblem) {
    super(message);
    this.code = code;
    this.ofFetch = ofFetch;
  }
}

/** The proxy, or the setting that names it, is what is to be mended. */
export class ProxyProblem extends NetworkProblem {}

/** The setting that switches proxies off may be what is to be mended. */
export class ProxyOffProblem extends NetworkProblem {}

/** Code of a request that would show a key on the way. */
export const insecureCode = 'EINSECURE';

/** What stands in a row where the run is over before the answer. */
export const endedFirst = 'The run ended before an answer came.';

export interface Attempt {
  /** Host name and port, for the sentence. */
  readonly host: string;
  /** The proxy, where there is one. */
  readonly proxy?: ProxyOnTheWay | undefined;
  /** Why it is asked without the proxy that there is. */
  readonly bypass?: Bypass | null;
  readonly timeoutMs: number;
  /** Whether the head of an answer came. */
  readonly hasBegun?: boolean;
}

interface ProxyOnTheWay {
  /** Host name and port. */
  readonly host: string;
  /** Whether a user and a password are sent to it. */
  readonly hasLogin: boolean;
  readonly isSocks: boolean;
}

/** One sentence for what went wrong with an attempt to get an answer. */
export function describeNetworkError(error: unknown, attempt: Attempt): NetworkProblem {
  if (error instanceof NetworkProblem) return error;
  const { code = null, message } = rootCause(error);
  const { host, proxy, bypass = null } = attempt;
  const text = proxy === undefined ? undefined : proxySentence(code, message, proxy, host);
  const Problem = text === undefined ? (bypass === 'off' ? ProxyOffProblem : NetworkProblem) : ProxyProblem;
  return new Problem(
    text ?? sentence(code, message, attempt) + (bypass === null ? '' : withoutProxy[bypass]),
    nodeCodes.get(code ?? '') ?? code ?? undefined,
    {
      type: 'system',
      text: nodeReasons.get(code ?? '') ?? message,
    },
  );
}

/** What Node's own client, which node-fetch 2 uses, calls the errors of ours; apps look at the code to try again. */
const nodeCodes: ReadonlyMap<string, string> = new Map([
  ['UND_ERR_SOCKET', 'ECONNRESET'],
  ['UND_ERR_CONNECT_TIMEOUT', 'ETIMEDOUT'],
  ['UND_ERR_HEADERS_TIMEOUT', 'ETIMEDOUT'],
  ['UND_ERR_BODY_TIMEOUT', 'ETIMEDOUT'],
  ['HPE', 'HPE_INVALID_CONSTANT'],
]);
const nodeReasons: ReadonlyMap<string, string> = new Map([
  ['UND_ERR_SOCKET', 'socket hang up'],
  ['UND_ERR_CONNECT_TIMEOUT', 'connect ETIMEDOUT'],
  ['UND_ERR_HEADERS_TIMEOUT', 'connect ETIMEDOUT'],
  ['UND_ERR_BODY_TIMEOUT', 'aborted'],
  ['HPE', 'Parse Error: Expected HTTP/'],
]);

const withoutProxy: Readonly<Record<Bypass, string>> = {
  named: ' It is asked without the proxy, since http.noProxy or NO_PROXY names it.',
  off: ' It is asked without the proxy that is set, since http.proxySupport is off. Set that to on if the host is behind the proxy.',
};

const setProxy =
  'Check http.proxy in the settings of the editor, or HTTPS_PROXY and HTTP_PROXY in the environment.';

/** What only a proxy can have done; it is what the connection is made to. */
function proxySentence(
  code: string | null,
  message: string,
  { host: proxy, hasLogin, isSocks }: ProxyOnTheWay,
  host: string,
): string | undefined {
  const ofSocks = isSocks ? socksSentence(code, message, proxy, hasLogin, host) : undefined;
  if (ofSocks !== undefined) return ofSocks;
  // undici tells the answer of the proxy in its message alone.
  const [, status] = /^Proxy (?:response|Authentication Required) \((\d{3})\)/.exec(message) ?? [];
  if (status === '407') {
    return hasLogin
      ? `The proxy ${proxy} does not take the user and the password that are set: in its address, or in http.proxyAuthorization.`
      : `The proxy ${proxy} asks for a user and a password. Write them into its address before its name, as user:password@.`;
  }
  if (status !== undefined) return `The proxy ${proxy} does not connect to ${host} (status ${status}).`;
  switch (code) {
    case 'ECONNREFUSED':
      return `The proxy ${proxy} refuses connections. ${setProxy}`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `There is no proxy named ${nameOf(proxy)}. ${setProxy}`;
    case 'ETIMEDOUT':
    case 'UND_ERR_CONNECT_TIMEOUT':
      return `The proxy ${proxy} cannot be reached: the connection timed out. ${setProxy}`;
    case 'UND_ERR_PRX_CONN':
      return `The proxy ${proxy} closed the connection. ${setProxy}`;
    case 'ECONNRESET':
    case 'UND_ERR_SOCKET':
    case 'EPIPE':
      return `${host}, or the proxy ${proxy} on the way to it, closed the connection before the answer was whole. Check the address. ${setProxy}`;
    // The host speaks inside of TLS, so that this is the proxy.
    case 'HPE':
      return `The proxy ${proxy} does not answer as an HTTP proxy does. If it is one of SOCKS 5, write socks5:// before its name.`;
    default:
      return undefined;
  }
}

/** The port is no part of what is looked up. */
function nameOf(host: string): string {
  return host.replace(/:\d+$/, '');
}

/** undici has a code for each step of SOCKS 5. */
function socksSentence(
  code: string | null,
  message: string,
  proxy: string,
  hasLogin: boolean,
  host: string,
): string | undefined {
  if (code?.startsWith('UND_ERR_SOCKS5_') !== true) return undefined;
  if (code.startsWith('UND_ERR_SOCKS5_REPLY_') && code !== 'UND_ERR_SOCKS5_REPLY_VERSION') {
    const reason = message.replace(/^.*: /, '').toLowerCase();
    return `The SOCKS proxy ${proxy} does not connect to ${host} (${reason}). Check the address, and what the proxy allows.`;
  }
  if (code === 'UND_ERR_SOCKS5_AUTH_REJECTED' || code === 'UND_ERR_SOCKS5_AUTH_FAILED') {
    return hasLogin
      ? `The SOCKS proxy ${proxy} does not take the user and the password in its address.`
      : `The SOCKS proxy ${proxy} asks for a user and a password. Write them into its address before its name, as user:password@; http.proxyAuthorization is not for SOCKS.`;
  }
  return `The proxy ${proxy} does not answer as one of SOCKS 5 does. If it is an HTTP proxy, write http:// before its name.`;
}

/** undici wraps the error of the socket, and of several addresses makes one error. */
function rootCause(error: unknown): { readonly code?: string | null; readonly message: string } {
  if (!(error instanceof Error)) return { message: String(error) };
  if (error instanceof AggregateError && error.errors.length > 0) return rootCause(error.errors[0]);
  if (error.cause instanceof Error) return rootCause(error.cause);
  // These two have no code that says as much as their names do.
  if (error.name === 'HTTPParserError') return { code: 'HPE', message: error.message };
  if (error.name === 'TimeoutError') return { code: 'UND_ERR_HEADERS_TIMEOUT', message: error.message };
  return { code: (error as NodeJS.ErrnoException).code ?? null, message: error.message };
}

function sentence(
  code: string | null,
  message: string,
  { host, timeoutMs, hasBegun, proxy }: Attempt,
): string {
  switch (code) {
    case 'ECONNREFUSED':
      return `${host} refuses connections. Is the server running, and is the port right?`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `There is no host named ${nameOf(host)}. Check the spelling, and your connection.`;
    case 'ECONNRESET':
    case 'UND_ERR_SOCKET':
    case 'EPIPE':
      return `${host} closed the connection before its answer was whole. Try again; if it stays so, check the address, and whether it begins with http:// or https://.`;
    case 'ETIMEDOUT':
    case 'UND_ERR_CONNECT_TIMEOUT':
      return `${host} cannot be reached: the connection timed out. Check the address, and your connection.`;
    case 'UND_ERR_HEADERS_TIMEOUT':
    case 'UND_ERR_BODY_TIMEOUT':
      return `${host} ${hasBegun === true ? 'began to answer, but did not end' : 'did not answer'} within ${Math.round(timeoutMs / 100) / 10} seconds${proxy === undefined ? '' : `, through the proxy ${proxy.host}`}. Try again later.`;
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
      return `The certificate of ${host} is not signed by an authority that this computer knows. Name the file of that authority in the variable NODE_EXTRA_CA_CERTS, and start again.`;
    case 'CERT_HAS_EXPIRED':
      return `The certificate of ${host} has expired. Whoever runs the host has to renew it.`;
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
    case 'ERR_SSL_PACKET_LENGTH_TOO_LONG':
      return `${host} does not speak https. Is it an address that begins with http://?`;
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return `The certificate of ${host} belongs to another name. Use the name that is in it.`;
    case 'HPE':
      return `${host} does not answer as a web server does. Check the port.`;
    default:
      return `${host} could not be asked: ${message}`;
  }
}
