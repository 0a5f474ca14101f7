/**
 * The runs of this workspace: the last ones, and those that the user pinned. The list is in the workspace's memory, each
 * run in a file of its own. They survive a reload, and hold no key and no secret.
 */
import type { Memory } from '../../consent.ts';
import type { RunFiles } from './runFiles.ts';
import { type ChainRecord, entryId, mainStep, summarizeChain } from './chainRecord.ts';
import { costOf } from './cost.ts';
import { chainText, recordText } from './recordText.ts';
import { type RunRecord, type RunSummary, summarize } from './runRecord.ts';

const memoryKey = 'runHistory';

/** Runs that are kept besides the pinned ones. */
export const mostRuns = 50;
export const mostPinned = 50;
/** The last runs stay whole in memory: the very last however large it is, those before it as long as there is room. */
const mostInMemory = 5;
/** Bytes of their bodies. */
const mostBytesInMemory = 48 * 2 ** 20;

export class RunHistory {
  readonly #memory: Memory;
  readonly #files: RunFiles;
  readonly #recent: (RunRecord | ChainRecord)[] = [];
  #lastId = 0;
  #writing: Promise<void> = Promise.resolve();

  constructor(memory: Memory, files: RunFiles) {
    this.#memory = memory;
    this.#files = files;
  }

  /** The latest first. */
  get runs(): readonly RunSummary[] {
    return (this.#memory.get(memoryKey) as readonly RunSummary[] | undefined) ?? [];
  }

  /** A new id, which no other run has: runs of a window may begin in the same millisecond. */
  createId(now = Date.now()): string {
    this.#lastId = Math.max(this.#lastId + 1, now);
    return this.#lastId.toString(36);
  }

  /** Keeps a run that has ended; the oldest that nobody pinned gives way. */
  async add(record: RunRecord): Promise<void> {
    await this.#add(record, summarize(record, false), () => recordText(record));
  }

  /** Keeps a run of several apps in order, as one. */
  async addChain(chain: ChainRecord): Promise<void> {
    await this.#add(chain, summarizeChain(chain, false), () => chainText(chain));
  }

  /** Keeps more of a run that is kept already; one that is gone stays so. */
  async replace(record: RunRecord | ChainRecord): Promise<void> {
    const before = this.runs.find(({ id }) => id === record.id);
    if (before === undefined) return;
    const isChain = 'steps' in record;
    const summary = isChain ? summarizeChain(record, before.isPinned) : summarize(record, before.isPinned);
    const index = this.#recent.findIndex(({ id }) => id === record.id);
    if (index !== -1) this.#recent[index] = record;
    await this.#store(
      this.runs.map((run) => (run.id === record.id ? summary : run)),
      () => this.#files.write(record.id, isChain ? chainText(record) : recordText(record)),
    );
  }

  async #add(record: RunRecord | ChainRecord, summary: RunSummary, text: () => string): Promise<void> {
    this.#remember(record);
    const all = [summary, ...this.runs];
    const unpinned = all.filter(({ isPinned }) => !isPinned);
    const gone = new Set(unpinned.slice(mostRuns).map(({ id }) => id));
    await this.#store(
      all.filter(({ id }) => !gone.has(id)),
      async () => {
        await this.#files.write(record.id, text());
        await Promise.all([...gone].map(async (id) => this.#files.delete(id)));
      },
    );
  }

  /**
   * @param id of a run, of its own or in a chain.
   * @returns undefined when it is gone, or its file cannot be read.
   */
  async read(id: string): Promise<RunRecord | undefined> {
    const entry = await this.#entry(entryId(id));
    if (entry === undefined || !('steps' in entry)) return entry;
    return entry.steps.find((step) => step.id === id);
  }

  /** A run by its id, or of several apps in order the one to look at first. */
  async readMain(id: string): Promise<RunRecord | undefined> {
    const chain = await this.readChain(id);
    return (await this.read(id)) ?? (chain === undefined ? undefined : mainStep(chain));
  }

  /**
   * @param id of a chain, or of a run in it.
   * @returns undefined when there is no such chain, or its file cannot be read.
   */
  async readChain(id: string): Promise<ChainRecord | undefined> {
    const entry = await this.#entry(entryId(id));
    return entry !== undefined && 'steps' in entry ? entry : undefined;
  }

  /** @returns whether it could be done: only so many runs can be pinned. */
  async pin(id: string, isPinned: boolean): Promise<boolean> {
    if (isPinned && this.runs.filter((run) => run.isPinned).length >= mostPinned) return false;
    await this.#store(this.runs.map((run) => (run.id === id ? { ...run, isPinned } : run)));
    return true;
  }

  /** Forgets all runs but the pinned ones. */
  async clear(): Promise<void> {
    const gone = this.runs.filter(({ isPinned }) => !isPinned);
    this.#recent.length = 0;
    await this.#store(
      this.runs.filter(({ isPinned }) => isPinned),
      async () => {
        await Promise.all(gone.map(async ({ id }) => this.#files.delete(id)));
      },
    );
  }

  /** The last run before that one whose cost can be compared with its own. */
  before(id: string): RunSummary | undefined {
    const { runs } = this;
    const index = runs.findIndex((run) => run.id === id);
    const comparable = runs[index]?.comparable ?? null;
    return comparable === null
      ? undefined
      : runs.slice(index + 1).find((run) => run.comparable === comparable);
  }

  async #entry(id: string): Promise<RunRecord | ChainRecord | undefined> {
    const recent = this.#recent.find((record) => record.id === id);
    if (recent !== undefined) return recent;
    // A run may be asked for while it is being written.
    await this.#writing;
    const text = await this.#files.read(id);
    return text === undefined ? undefined : parseRecord(text);
  }

  #remember(record: RunRecord | ChainRecord): void {
    this.#recent.unshift(record);
    this.#recent.length = Math.min(this.#recent.length, mostInMemory);
    let bytes = 0;
    const full = this.#recent.findIndex((kept) => (bytes += bodyBytes(kept)) > mostBytesInMemory);
    if (full !== -1) this.#recent.length = Math.max(1, full);
  }

  /** The list at once; the files one after the other. */
  async #store(runs: readonly RunSummary[], work: () => Promise<void> = async () => {}): Promise<void> {
    await this.#memory.update(memoryKey, runs);
    // The view hears of the run first: to write a large one takes a while.
    const writing = this.#writing.then(afterOthers).then(work);
    // A file that could not be written is missing later, and says so then.
    this.#writing = writing.catch(() => undefined);
    await writing;
  }
}

function bodyBytes(record: RunRecord | ChainRecord): number {
  const steps = 'steps' in record ? record.steps : [record];
  return steps.reduce((sum, { trace }) => sum + costOf(trace).bytes, 0);
}

function afterOthers(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

function parseRecord(text: string): RunRecord | ChainRecord | undefined {
  try {
    const record = JSON.parse(text) as RunRecord | ChainRecord;
    return record.version === 1 ? record : undefined;
  } catch {
    // Cut off while it was written: as good as none.
    return undefined;
  }
}
