/**
 * Addresses inside a network. Later servers of PostHog refuse to call them for an app (reference 1.2.4), and an
 * app from the internet must not find out what runs on its reader's computer.
 */
import { lookup as resolveName } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { NetworkProblem } from './networkProblem.ts';

const internal = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['224.0.0.0', 3],
] as const) {
  internal.addSubnet(network, prefix, 'ipv4');
}
for (const [network, prefix] of [
  ['::', 128],
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const) {
  internal.addSubnet(network, prefix, 'ipv6');
}

/** Whether an address belongs to a network of its own; IPv4 inside IPv6 counts as IPv4. */
export function isInternalAddress(address: string): boolean {
  const bare = address.replace(/^\[|\]$/g, '');
  const version = isIP(bare);
  if (version === 0) return false;
  return internal.check(bare, version === 4 ? 'ipv4' : 'ipv6');
}

export function internalHostProblem(hostname: string): NetworkProblem {
  return new NetworkProblem(
    `${hostname} is an internal address. PostHog does not call internal addresses for apps; only the configured host may be one.`,
    'EINTERNAL',
    { type: 'posthog-host-guard', text: 'Internal hostname' },
  );
}

/** Looks a name up and refuses internal addresses: checked where the connection is made, not before it. */
export const lookupPublicOnly: LookupFunction = (hostname, options, callback) => {
  resolveName(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) {
      callback(error, '');
      return;
    }
    const [first] = addresses;
    if (first === undefined || addresses.some(({ address }) => isInternalAddress(address))) {
      callback(internalHostProblem(hostname), '');
    } else if (options.all === true) {
      callback(null, addresses);
    } else {
      callback(null, first.address, first.family);
    }
  });
};
