/** Asks before packages of an app's own node_modules run, once per app, and remembers a yes in the workspace. */
import type { PackagesRequest } from '../protocol/runtime.ts';
import type { ConsentQuestion, Memory } from './consent.ts';

const memoryKey = 'packageConsents';

export class PackageConsents {
  readonly #memory: Memory;
  readonly #ask: (question: ConsentQuestion) => PromiseLike<boolean>;

  /** @param ask shows the question and gives whether the user allows it. */
  constructor(memory: Memory, ask: (question: ConsentQuestion) => PromiseLike<boolean>) {
    this.#memory = memory;
    this.#ask = ask;
  }

  /** Whether the packages may run; asked again only for an app that imports another one. */
  async allows({ names, root }: PackagesRequest): Promise<boolean> {
    const given = this.#given();
    const known = Object.hasOwn(given, root) ? (given[root] ?? []) : [];
    if (names.every((name) => known.includes(name))) return true;
    const isAllowed = await this.#ask(questionFor(names));
    if (isAllowed) {
      const all = [...new Set([...known, ...names])];
      await this.#memory.update(memoryKey, { ...this.#given(), [root]: all });
    }
    return isAllowed;
  }

  #given(): { readonly [root: string]: readonly string[] } {
    return (this.#memory.get(memoryKey) as { readonly [root: string]: readonly string[] } | undefined) ?? {};
  }
}

function questionFor(names: readonly string[]): ConsentQuestion {
  const [what, they, them] =
    names.length === 1 ? ['the package', 'It runs', 'it'] : ['the packages', 'They run', 'them'];
  return {
    title: `Run ${what} ${names.join(', ')} of this app?`,
    detail: `${they} less isolated than the app itself. Files of the app's node_modules can be read; the network, other files and your keys cannot be reached. Allow ${them} only if you trust what is installed there. You are asked again only when the app imports another such package.`,
    allow: names.length === 1 ? 'Run Package' : 'Run Packages',
    refuse: 'Do Not Run',
  };
}
