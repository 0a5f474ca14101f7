/** Samples that are made for the moment: what the app reads, and what the last run of it was given. */
import { lifecycleExport } from '../../platform/lifecycle.ts';
import type { PanelInput } from '../../protocol/panel.ts';
import type { AppList } from '../apps.ts';
import type { RunHistory } from './history/runHistory.ts';
import { inputKindOf } from './entryPoints.ts';
import { readSample } from './readSample.ts';

export interface MadeSample {
  readonly id: string;
  readonly label: string;
  readonly text: string;
}

/** What there is for an entry point. */
export type MadeSamples = (rootUri: string, entryPoint: string) => Promise<readonly MadeSample[]>;

/** @param now time of the events. */
export function madeSamples(apps: AppList, history: RunHistory, now: Date): MadeSamples {
  return async (rootUri, entryPoint) => {
    const kind = inputKindOf(entryPoint);
    return kind === null ? [] : [...fromCode(kind), ...(await fromLastRun(kind))];

    function fromCode(of: PanelInput['kind']): readonly MadeSample[] {
      if (of === 'payload') return [];
      const app = apps.known.find((known) => known.rootUri === rootUri);
      const event = readSample(app?.reads, entryPoint, now);
      if (event === undefined) return [];
      const label = 'What this app reads';
      return [{ id: 'reads', label, text: textOf(of === 'events' ? [event] : event) }];
    }

    async function fromLastRun(of: PanelInput['kind']): Promise<readonly MadeSample[]> {
      const last = history.runs.find(
        (run) => run.rootUri === rootUri && run.steps.length === 0 && isLike(run.entryPoint, of),
      );
      const record = last === undefined ? undefined : await history.read(last.id);
      if (record === undefined || record.input === null) return [];
      return [
        { id: 'last-run', label: `Input of the last run (${record.entryPoint})`, text: textOf(record.input) },
      ];
    }

    /** A payload belongs to its job; events go anywhere. */
    function isLike(other: string, of: PanelInput['kind']): boolean {
      return of === 'payload' ? other === entryPoint : lifecycleExport(other)?.input === of;
    }
  };
}

function textOf(value: unknown): string {
  return JSON.stringify(value, null, 2);
}
