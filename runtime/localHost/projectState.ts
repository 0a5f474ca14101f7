/** The small state of the embedded project: believable, and the same at the start of each run. */
import type { Json, JsonObject } from '../../protocol/trace.ts';

export interface StoredEvent {
  readonly uuid: string;
  readonly event: string;
  readonly distinct_id: string;
  readonly timestamp: string;
  readonly properties: JsonObject;
}

/** An annotation, a cohort or another object that the API makes, with all that it answers. */
export interface StoredObject {
  readonly id: number;
  [field: string]: Json;
}

export interface ProjectState {
  readonly projectId: number;
  readonly projectName: string;
  /** In the order in which they came: see {@link newestEvents}. */
  readonly events: StoredEvent[];
  /** By the name that they have in paths, such as `annotations`. */
  readonly objects: { readonly [collection: string]: StoredObject[] | undefined };
}

/** So many events are remembered. */
export const mostEvents = 1_000;

/** The newest come first; so many are remembered that no page of a list lacks any. */
export function newestEvents({ events }: ProjectState): readonly StoredEvent[] {
  return events.slice(-mostEvents).toReversed();
}

/** Who asks for everything. */
export const localUser = {
  id: 1,
  uuid: '01860000-0000-0000-0000-000000000002',
  distinct_id: 'local',
  first_name: 'Local',
  email: 'local@posthog.invalid',
};

export function createProjectState(projectId: number, projectName: string): ProjectState {
  return {
    projectId,
    projectName,
    events: [],
    objects: {
      annotations: [
        {
          id: 1,
          content: 'First release',
          date_marker: '2022-09-22T07:30:00Z',
          creation_type: 'USR',
          dashboard_item: null,
          insight_short_id: null,
          insight_name: null,
          created_by: localUser,
          created_at: '2022-09-22T07:31:00Z',
          updated_at: '2022-09-22T07:31:00Z',
          deleted: false,
          scope: 'project',
        },
      ],
      cohorts: [],
      feature_flags: [],
      insights: [],
      actions: [],
      dashboards: [],
    },
  };
}
