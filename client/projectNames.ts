/** Names of projects as their host told them, so that a number need not stand alone. */
import type { HostAccess } from '../protocol/runtime.ts';
import type { Memory } from './consent.ts';

const memoryKey = 'projectNames';
const mostNames = 200;

type Place = Pick<HostAccess, 'host' | 'projectId'>;

export class ProjectNames {
  readonly #memory: Memory;

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  /** `project 42 (Shop)`, or the number alone where the name is not known; null where no project is set. */
  describe({ host, projectId }: Place): string | null {
    if (projectId === null) return null;
    const name = this.#names()[idOf(host.api, projectId)];
    return name === undefined ? `project ${projectId}` : `project ${projectId} (${name})`;
  }

  async remember(
    origin: string,
    projects: readonly { readonly id: string; readonly name: string }[],
  ): Promise<void> {
    const named = projects.map(({ id, name }) => [idOf(origin, id), name] as const);
    const all = Object.entries({ ...this.#names(), ...Object.fromEntries(named) });
    await this.#memory.update(memoryKey, Object.fromEntries(all.slice(-mostNames)));
  }

  #names(): { readonly [id: string]: string } {
    return (this.#memory.get(memoryKey) as { readonly [id: string]: string } | undefined) ?? {};
  }
}

function idOf(origin: string, projectId: string): string {
  return `${origin} ${projectId}`;
}
