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
  ['192.0.0.0', 24],
  // Examples in documents, and what devices are measured with: nobody's on the internet.
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  internal.addSubnet(network, prefix, 'ipv4');
}
for (const [network, prefix] of [
  // Compatible with IPv4, as it was once written; the loopback address and none at all are among them.
  ['::', 96],
  // Ways to IPv4 through translators and tunnels, whose ends may be inside: translated, NAT64 of one's own, Teredo.
  ['::ffff:0:0:0', 96],
  ['64:ff9b:1::', 48],
  ['2001::', 32],
  ['2001:db8::', 32],
  ['3fff::', 20],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const) {
  internal.addSubnet(network, prefix, 'ipv6');
}

/** Whether an address belongs to a network of its own; IPv4 inside IPv6 counts as IPv4. */
export function isInternalAddress(address: string): boolean {
  const bare = address.replace(/^\[|\]$/g, '');
  const version = isIP(bare);
  if (version === 0) return false;
  if (version === 4) return internal.check(bare, 'ipv4');
  return internal.check(bare, 'ipv6') || leadsInside(groupsOf(bare));
}

/** 6to4 and NAT64 hold the IPv4 address that they lead to. A network that has NAT64 alone reaches all hosts by it. */
function leadsInside(groups: readonly number[]): boolean {
  const is6to4 = groups[0] === 0x2002;
  const isNat64 = groups.slice(0, 6).join(':') === [0x64, 0xff9b, 0, 0, 0, 0].join(':');
  if (!is6to4 && !isNat64) return false;
  const [high = 0, low = 0] = groups.slice(is6to4 ? 1 : 6);
  return internal.check([high >> 8, high & 255, low >> 8, low & 255].join('.'), 'ipv4');
}

/** The eight groups of an IPv6 address. */
function groupsOf(address: string): readonly number[] {
  // An address of the web is written in one way alone, without IPv4 and zones.
  const { hostname } = new URL(`http://[${address.replace(/%.*/, '')}]`);
  const [before = [], after = []] = hostname
    .slice(1, -1)
    .split('::')
    .map((part) => (part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16))));
  return [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after];
}

export function internalHostProblem(hostname: string): NetworkProblem {
  return new NetworkProblem(
    `${hostname} is an internal address. PostHog does not call internal addresses for apps; only the host of the run may be one.`,
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
