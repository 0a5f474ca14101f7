/** Proxy and certificates as the editor itself is set. */
import type { NetworkSettings } from '../protocol/runtime.ts';

/**
 * @param read gives a setting below `http.` as the user or the machine has it, never as a workspace does: one that names a
 *   proxy and switches the check of certificates off would read every key.
 * @param insecureHosts of `posthogApps.allowInsecureHosts`, which only the machine's settings hold.
 */
export function networkSettings(
  read: (key: string) => unknown,
  insecureHosts: readonly string[],
): NetworkSettings {
  const textOf = (key: string): string => {
    const value = read(key);
    return isText(value) ? value.trim() : '';
  };
  const proxy = textOf('proxy');
  const authorization = textOf('proxyAuthorization');
  const noProxy = read('noProxy');
  return {
    insecureHosts,
    isStrict: read('proxyStrictSSL') !== false,
    usesSystemCertificates: read('systemCertificates') !== false,
    ...(read('proxySupport') === 'off' ? { isProxyOff: true as const } : {}),
    ...(proxy === '' ? {} : { proxy }),
    ...(authorization === '' ? {} : { proxyAuthorization: authorization }),
    ...(Array.isArray(noProxy) && noProxy.length > 0 ? { noProxy: noProxy.filter(isText) } : {}),
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
