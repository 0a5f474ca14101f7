/** What the user chose to run. */
import { chainEntryPoint } from './appChain.ts';
import type { ChainRecord } from './history/chainRecord.ts';
import type { RunRecord } from './history/runRecord.ts';

export interface RunTarget {
  readonly rootUri: string;
  /** Null for the one that suits best. */
  readonly entryPoint: string | null;
  /** Several apps in order, by the URIs of their folders, of which `rootUri` is the first; else one app alone. */
  readonly apps?: readonly string[];
  /** The whole life of the app; the entry point is what the event is for. */
  readonly isLifeCycle?: boolean;
}

/** Stands for the folder of an app in a panel that has none yet. */
export const noApp = '';

/** The folders of the apps that a run is of. */
export function rootsOf({ rootUri, apps = [] }: RunTarget): readonly string[] {
  return apps.length > 0 ? apps : [rootUri];
}

/** What a run of the history was of. */
export function targetOf(record: RunRecord, chain: ChainRecord | null): RunTarget {
  if (chain?.lifeCycle !== undefined) {
    return { rootUri: record.rootUri, entryPoint: chain.lifeCycle.eventFor, isLifeCycle: true };
  }
  const apps = (chain?.apps ?? []).map(({ rootUri }) => rootUri);
  const [first] = apps;
  return first === undefined
    ? { rootUri: record.rootUri, entryPoint: record.entryPoint }
    : { rootUri: first, entryPoint: chainEntryPoint, apps };
}
