/** Names of hosts that keys may be sent to without encryption. */

const hostName = /^([\p{L}\p{N}._-]+|\[[\da-f:.]+\])(?::(\d{1,5}))?$/iu;

/** A host and, where only one is meant, its port. */
export interface HostName {
  /** As `URL` has it. */
  readonly hostname: string;
  readonly port: string | undefined;
}

/**
 * Reads a name such as `posthog.internal` or `posthog.internal:8000`.
 *
 * @returns undefined for what is no name of a host, such as an address or a pattern.
 */
export function parseHostName(text: string): HostName | undefined {
  const [, name, port] = hostName.exec(text.trim()) ?? [];
  const address = `http://${name}`;
  if (name === undefined || !URL.canParse(address)) return undefined;
  return { hostname: new URL(address).hostname, port };
}

/** What is wrong with the name of a host that keys may be sent to without encryption, or undefined. */
export function hostNameProblem(text: string): string | undefined {
  return parseHostName(text) === undefined
    ? `"${text}" is no name of a host. Write it as posthog.internal, or posthog.internal:8000 for one port.`
    : undefined;
}

export function isLoopbackHost(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}

/**
 * Whether a key may go to a host over `http://`.
 *
 * @param host as `URL` has it.
 * @param insecureHosts of the setting `allowInsecureHosts`.
 */
export function mayBeOpen(
  { hostname, port }: Pick<URL, 'hostname' | 'port'>,
  insecureHosts: readonly string[],
): boolean {
  if (isLoopbackHost(hostname)) return true;
  const ownPort = port === '' ? '80' : port;
  return insecureHosts.some((name) => {
    const allowed = parseHostName(name);
    return allowed?.hostname === hostname && (allowed.port ?? ownPort) === ownPort;
  });
}
