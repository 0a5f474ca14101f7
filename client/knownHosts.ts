/**
 * Addresses of PostHogs that the user works with, for the lists to choose from: each that has been the setting, and each
 * that has a stored key. What a workspace named stays with that workspace.
 */
import { parseHostSetting } from '../platform/hosts.ts';
import type { Memory } from './consent.ts';
import type { Layers } from './environmentKey.ts';
import type { Keys } from './keys.ts';

const memoryKey = 'recentHosts';
/** More than anybody works with; the oldest go. */
const mostHosts = 20;

export interface KnownHost {
  /** Origin of its API, as the setting has it. */
  readonly origin: string;
  readonly hasKey: boolean;
}

export class KnownHosts {
  readonly #ofUser: Memory;
  readonly #ofWorkspace: Memory;
  readonly #keys: Pick<Keys, 'personalOrigins'>;

  constructor(ofUser: Memory, ofWorkspace: Memory, keys: Pick<Keys, 'personalOrigins'>) {
    this.#ofUser = ofUser;
    this.#ofWorkspace = ofWorkspace;
    this.#keys = keys;
  }

  /** Keeps the hosts that the settings name now. */
  async remember({ user, workspace, folder }: Layers): Promise<void> {
    await add(this.#ofUser, user);
    await add(this.#ofWorkspace, folder ?? workspace);
  }

  /** The latest first; those that only have a key come last. */
  async list(): Promise<readonly KnownHost[]> {
    const withKey = await this.#keys.personalOrigins();
    const others = [...withKey].flatMap((origin) => customOrigin(origin) ?? []);
    const origins = new Set([...hostsIn(this.#ofWorkspace), ...hostsIn(this.#ofUser), ...others]);
    return [...origins].map((origin) => ({ origin, hasKey: withKey.has(origin) }));
  }

  async forget(origin: string): Promise<void> {
    for (const memory of [this.#ofUser, this.#ofWorkspace]) {
      await memory.update(
        memoryKey,
        hostsIn(memory).filter((known) => known !== origin),
      );
    }
  }
}

/**
 * The value of the setting in the form of the lists: `local`, `us`, `eu`, or an origin.
 *
 * @returns undefined for what is no host.
 */
export function hostValue(setting: string): string | undefined {
  const parsed = parseHostSetting(setting);
  if (!parsed.ok) return undefined;
  const { kind, api } = parsed.host;
  return kind === 'custom' ? api : kind;
}

/** Clouds and the embedded host are in the lists anyway. */
function customOrigin(setting: string): string | undefined {
  const parsed = parseHostSetting(setting);
  return parsed.ok && parsed.host.kind === 'custom' ? parsed.host.api : undefined;
}

function hostsIn(memory: Memory): readonly string[] {
  const known = (memory.get(memoryKey) as readonly string[] | undefined) ?? [];
  return known.flatMap((address) => customOrigin(address) ?? []);
}

async function add(memory: Memory, setting: string | undefined): Promise<void> {
  const origin = customOrigin(setting ?? '');
  const known = hostsIn(memory);
  if (origin === undefined || known[0] === origin) return;
  await memory.update(memoryKey, [origin, ...known.filter((other) => other !== origin)].slice(0, mostHosts));
}
