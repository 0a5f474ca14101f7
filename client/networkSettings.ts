/** Proxy and certificates as the editor itself is set. */
import * as vscode from 'vscode';
import type { NetworkSettings } from '../protocol/runtime.ts';

/**
 * Only what the user or the machine says counts: a workspace that names a proxy and switches the check of certificates
 * off would read every key.
 *
 * @param insecureHosts of `posthogApps.allowInsecureHosts`, which only the machine's settings hold.
 */
export function readNetworkSettings(insecureHosts: readonly string[]): NetworkSettings {
  const proxy = ownText('proxy');
  const noProxy = ownValue('noProxy');
  return {
    insecureHosts,
    isStrict: ownValue('proxyStrictSSL') !== false,
    usesSystemCertificates: ownValue('systemCertificates') !== false,
    ...(ownValue('proxySupport') === 'off' ? { proxy: '' } : proxy === '' ? {} : { proxy }),
    ...(ownText('proxyAuthorization') === '' ? {} : { proxyAuthorization: ownText('proxyAuthorization') }),
    ...(Array.isArray(noProxy) && noProxy.length > 0 ? { noProxy: noProxy.filter(isText) } : {}),
  };
}

function ownValue(key: string): unknown {
  return vscode.workspace.getConfiguration('http').inspect<unknown>(key)?.globalValue;
}

function ownText(key: string): string {
  const value = ownValue(key);
  return isText(value) ? value.trim() : '';
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
