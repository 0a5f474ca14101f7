/** Which proxy a request goes through: as the editor's settings say, else as the environment does. */
import type { NetworkSettings } from '../../protocol/runtime.ts';
import { isLoopbackHost } from '../../platform/hostNames.ts';
import { ProxyProblem } from './networkProblem.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const protocols: ReadonlySet<string> = new Set(['http:', 'https:', 'socks:', 'socks5:']);

/** For the sentences: who named the proxy. */
const namedBySettings = 'http.proxy in the settings';
const namedByEnvironment = 'The environment (HTTPS_PROXY, HTTP_PROXY or ALL_PROXY)';

/**
 * The proxy for a request, or null where it goes straight to its host: loopback always does, as in the editor.
 *
 * @param environment of this process, for what the settings leave open.
 * @throws ProxyProblem where the proxy is no address, without what it says: it may hold a password.
 */
export function proxyFor(url: URL, network: NetworkSettings, environment: Environment): URL | null {
  if (network.isProxyOff === true || isLoopbackHost(url.hostname)) return null;
  if (isNamedExempt(url, network, environment)) return null;
  const address = network.proxy ?? proxyIn(url, environment);
  if (address === '') return null;
  const text = address.includes('://') ? address : `http://${address}`;
  // Names are looked up by the proxy in any case, which is what the h asks for.
  const known = text.replace(/^socks5h:/i, 'socks5:');
  const proxy = URL.canParse(known) ? new URL(known) : null;
  if (proxy !== null && protocols.has(proxy.protocol) && proxy.hostname !== '') return proxy;
  const who = network.proxy === undefined ? namedByEnvironment : namedBySettings;
  throw new ProxyProblem(
    /^socks4a?:/i.test(text)
      ? `${who} names a SOCKS 4 proxy, which runs cannot use. Name one of SOCKS 5, as socks5://proxy.example.com:1080, or of HTTP, as http://proxy.example.com:3128.`
      : `${who} does not name a proxy by an address such as http://proxy.example.com:3128 or socks5://proxy.example.com:1080.`,
  );
}

export function isSocks({ protocol }: URL): boolean {
  return protocol.startsWith('socks');
}

/** Whether a user and a password go to the proxy. */
export function hasLogin(proxy: URL, { proxyAuthorization = '' }: NetworkSettings): boolean {
  // The setting is a header, and SOCKS has none.
  return proxy.username !== '' || (proxyAuthorization !== '' && !isSocks(proxy));
}

/** Why a host is asked without the proxy that there is: the user named the host, or switched proxies off. */
export type Bypass = 'named' | 'off';

/** @returns null where there is no proxy, or it is used, or the host is one that never needs it. */
export function bypassOf(url: URL, network: NetworkSettings, environment: Environment): Bypass | null {
  if ((network.proxy ?? proxyIn(url, environment)) === '' || isLoopbackHost(url.hostname)) return null;
  if (network.isProxyOff === true) return 'off';
  return isNamedExempt(url, network, environment) ? 'named' : null;
}

function isNamedExempt(url: URL, network: NetworkSettings, environment: Environment): boolean {
  return isExempt(url, network.noProxy ?? exemptIn(environment));
}

function proxyIn({ protocol }: URL, environment: Environment): string {
  const names =
    protocol === 'https:' ? ['https_proxy', 'http_proxy', 'all_proxy'] : ['http_proxy', 'all_proxy'];
  return names.map((name) => variable(environment, name)).find((value) => value !== '') ?? '';
}

function exemptIn(environment: Environment): readonly string[] {
  return variable(environment, 'no_proxy').split(',');
}

function variable(environment: Environment, name: string): string {
  return (environment[name] ?? environment[name.toUpperCase()] ?? '').trim();
}

/** An entry means a host and all below it, with a port that port only; `*` means all. */
function isExempt({ hostname, port, protocol }: URL, entries: readonly string[]): boolean {
  const ownPort = port === '' ? (protocol === 'https:' ? '443' : '80') : port;
  return entries.some((entry) => {
    const match = /^(?:\*?\.)?(.+?)(?::(\d+))?$/.exec(entry.trim().toLowerCase());
    if (match === null) return false;
    const [, name = '', onlyPort = ownPort] = match;
    return name === '*' || ((hostname === name || hostname.endsWith(`.${name}`)) && onlyPort === ownPort);
  });
}
