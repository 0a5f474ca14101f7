/** Asks before the first live write of a workspace, and remembers the answer. */
import type { HostPair } from '../platform/hosts.ts';
import type { ConsentRequest } from '../protocol/runtime.ts';

/** The part of VS Code's `Memento` that is used. */
export interface Memory {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

export interface ConsentQuestion {
  readonly title: string;
  readonly detail: string;
  readonly allow: string;
  readonly refuse: string;
}

export interface GivenConsent {
  readonly id: string;
  readonly origin: string;
  readonly projectId: string | null;
}

const memoryKey = 'consents';

export class Consents {
  readonly #memory: Memory;
  readonly #ask: (question: ConsentQuestion) => PromiseLike<boolean>;
  /** One question at a time for a host: several requests wait for the same answer. */
  readonly #pending = new Map<string, Promise<boolean>>();

  /** @param ask shows the question and gives whether the user allows it. */
  constructor(memory: Memory, ask: (question: ConsentQuestion) => PromiseLike<boolean>) {
    this.#memory = memory;
    this.#ask = ask;
  }

  /**
   * Whether the run may write.
   *
   * @param host of the run: its two origins are one place to the user, who is asked about it once.
   * @param project in words, or null where none is set.
   */
  async allows(request: ConsentRequest, host: HostPair, project: string | null): Promise<boolean> {
    const isHost = request.origin === host.api || request.origin === host.ingestion;
    const id = `${isHost ? host.api : request.origin} ${request.projectId ?? ''}`;
    if (this.#given().includes(id)) return true;
    let answer = this.#pending.get(id);
    if (answer === undefined) {
      answer = this.#askOnce(id, questionFor(request, isHost, project)).finally(() =>
        this.#pending.delete(id),
      );
      this.#pending.set(id, answer);
    }
    return answer;
  }

  /** What this workspace may write to. */
  list(): readonly GivenConsent[] {
    return this.#given().flatMap((id) => {
      const [origin = '', projectId = ''] = id.split(' ');
      return URL.canParse(origin) ? [{ id, origin, projectId: projectId || null }] : [];
    });
  }

  /** The next write there asks again. */
  async forget(id: string): Promise<void> {
    await this.#memory.update(
      memoryKey,
      this.#given().filter((given) => given !== id),
    );
  }

  async #askOnce(id: string, question: ConsentQuestion): Promise<boolean> {
    const isAllowed = await this.#ask(question);
    if (isAllowed) await this.#memory.update(memoryKey, [...this.#given(), id]);
    return isAllowed;
  }

  #given(): readonly string[] {
    return (this.#memory.get(memoryKey) as readonly string[] | undefined) ?? [];
  }
}

/**
 * @param isHost whether it is about the host of the run: another service has no projects of PostHog.
 * @param named the project in words, or null where none is set.
 */
export function questionFor(
  { origin, what }: ConsentRequest,
  isHost: boolean,
  named: string | null,
): ConsentQuestion {
  const { host } = new URL(origin);
  const isCapture = what.startsWith('capture');
  const thing = isCapture ? `the ${what}` : what;
  // Only a captured event goes to a project by its key.
  const unnamed = isCapture ? ' to the project of your key' : '';
  const project = named === null ? unnamed : ` to ${named}`;
  return {
    title: `Let this run write to ${host}?`,
    detail: `It wants to send ${thing}${isHost ? project : ''}. If you allow it, runs of this workspace write there from now on without asking again. If not, this run goes on, and what it sends there fails.`,
    allow: 'Allow Writing',
    refuse: 'Do Not Send',
  };
}
