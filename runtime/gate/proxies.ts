/** Which proxy a request goes through: as the editor's settings say, else as the environment does. */
import type { NetworkSettings } from '../../protocol/runtime.ts';
import { isLoopbackHost } from '../../platform/hostNames.ts';
import { ProxyProblem } from './networkProblem.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const protocols: ReadonlySet<string> = new Set(['http:', 'https:', 'socks:', 'socks5:']);

/**
 * The proxy for a request, or null where it goes straight to its host: loopback always does, as in the editor.
 *
 * @param environment of this process, for what the settings leave open.
 * @throws ProxyProblem where the proxy is no address, without what it says: it may hold a password.
 */
export function proxyFor(url: URL, network: NetworkSettings, environment: Environment): URL | null {
  if (isLoopbackHost(url.hostname) || isNamedExempt(url, network, environment)) return null;
  const address = network.proxy ?? proxyIn(url, environment);
  if (address === '') return null;
  const text = address.includes('://') ? address : `http://${address}`;
  const proxy = URL.canParse(text) ? new URL(text) : null;
  if (proxy !== null && protocols.has(proxy.protocol)) return proxy;
  throw new ProxyProblem(
    network.proxy === undefined
      ? 'The proxy that the environment names (HTTPS_PROXY, HTTP_PROXY or ALL_PROXY) is not an address such as http://proxy.example.com:3128.'
      : 'http.proxy in the settings is not an address such as http://proxy.example.com:3128.',
  );
}

/** Whether a user and a password go to the proxy. */
export function hasLogin({ username }: URL, { proxyAuthorization = '' }: NetworkSettings): boolean {
  return username !== '' || proxyAuthorization !== '';
}

/** Whether a host is asked without the proxy that there is, since the user named it. */
export function bypassesProxy(url: URL, network: NetworkSettings, environment: Environment): boolean {
  return (
    (network.proxy ?? proxyIn(url, environment)) !== '' &&
    !isLoopbackHost(url.hostname) &&
    isNamedExempt(url, network, environment)
  );
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
