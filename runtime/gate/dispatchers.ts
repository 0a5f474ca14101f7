/** Connections of the gate: kept open for the next request, and made as the user's editor makes its own. */
import tls from 'node:tls';
import type { buildConnector, Dispatcher, ProxyAgent } from 'undici';
import type { NetworkSettings } from '../../protocol/runtime.ts';
import { lookupPublicOnly } from './internalAddresses.ts';
import { isSocks } from './proxies.ts';

const connectTimeoutMs = 10_000;

const dispatchers = new Map<string, Dispatcher>();
let systemContext: tls.SecureContext | undefined;

/**
 * @param proxy to go through, or null.
 * @param isTrusted whether the host may be an internal one. Behind a proxy only the proxy knows where a name leads.
 */
export async function dispatcherFor(
  proxy: URL | null,
  isTrusted: boolean,
  network: NetworkSettings,
): Promise<Dispatcher> {
  const { isStrict = true, usesSystemCertificates = false, proxyAuthorization = '' } = network;
  const id = JSON.stringify([proxy?.href, isTrusted, isStrict, usesSystemCertificates, proxyAuthorization]);
  const known = dispatchers.get(id);
  if (known !== undefined) return known;
  const secure = {
    timeout: connectTimeoutMs,
    rejectUnauthorized: isStrict,
    ...(usesSystemCertificates ? { secureContext: systemCertificates() } : {}),
  };
  // Most runs send nothing: it is loaded when something is sent.
  const { Agent, Pool, ProxyAgent, Socks5ProxyAgent } = await import('undici');
  const made = make();
  dispatchers.set(id, made);
  return made;

  function make(): Dispatcher {
    if (proxy === null)
      return new Agent({ connect: isTrusted ? secure : { ...secure, lookup: lookupPublicOnly } });
    if (isSocks(proxy)) {
      // Without `proxyTls`, which would mean TLS on the way to the proxy: none of SOCKS speaks it.
      const options = { connectTimeout: connectTimeoutMs, requestTls: secure };
      return quietly(() => new Socks5ProxyAgent(proxy, options));
    }
    return new ProxyAgent({
      ...proxyOptions(proxy, proxyAuthorization, secure),
      // Of CONNECT: a proxy that takes the connection and never answers would be waited for.
      clientFactory: (origin, options) => new Pool(origin, { ...options, headersTimeout: connectTimeoutMs }),
    });
  }
}

/** undici says on stderr that its SOCKS is experimental, which would stand among what people read of their run. */
function quietly<T>(make: () => T): T {
  const emitWarning = process.emitWarning.bind(process);
  process.emitWarning = () => undefined;
  try {
    return make();
  } finally {
    process.emitWarning = emitWarning;
  }
}

function proxyOptions(
  proxy: URL,
  authorization: string,
  secure: buildConnector.BuildOptions,
): ProxyAgent.Options {
  return {
    uri: proxy.href,
    requestTls: secure,
    proxyTls: secure,
    ...(authorization === '' ? {} : { token: authorization }),
  };
}

/** Those that Node brings, those of NODE_EXTRA_CA_CERTS, and those of the operating system; read once. */
function systemCertificates(): tls.SecureContext {
  systemContext ??= tls.createSecureContext({ ca: [...tls.getCACertificates('default'), ...ofSystem()] });
  return systemContext;
}

/** None where they cannot be read: most hosts need none of them, and would not be reached either. */
function ofSystem(): readonly string[] {
  try {
    return tls.getCACertificates('system');
  } catch {
    return [];
  }
}
