/** The small state of the embedded project: believable, and the same at the start of each run. */
import type { JsonObject } from '../../protocol/trace.ts';

export interface StoredEvent {
  readonly uuid: string;
  readonly event: string;
  readonly distinct_id: string;
  readonly timestamp: string;
  readonly properties: JsonObject;
}

export interface Annotation {
  readonly id: number;
  content: string;
  readonly date_marker: string | null;
  readonly scope: string;
  readonly created_at: string;
  readonly deleted: boolean;
}

export interface ProjectState {
  readonly projectId: number;
  readonly projectName: string;
  /** In the order in which they came: see {@link newestEvents}. */
  readonly events: StoredEvent[];
  readonly annotations: Annotation[];
}

/** So many events are remembered. */
export const mostEvents = 1_000;

/** The newest come first; so many are remembered that no page of a list lacks any. */
export function newestEvents({ events }: ProjectState): readonly StoredEvent[] {
  return events.slice(-mostEvents).toReversed();
}

export function createProjectState(projectId: number, projectName: string): ProjectState {
  return {
    projectId,
    projectName,
    events: [],
    annotations: [
      {
        id: 1,
        content: 'First release',
        date_marker: '2022-09-22T07:30:00Z',
        scope: 'project',
        created_at: '2022-09-22T07:31:00Z',
        deleted: false,
      },
    ],
  };
}
