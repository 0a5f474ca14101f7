/** States of the panel as the client sends them. */
import type { PanelConfigField, PanelHistoryItem, PanelRun, PanelState } from '../../../protocol/panel.ts';
import type { Trace } from '../../../protocol/trace.ts';
import { lifecycleExport } from '../../../platform/lifecycle.ts';
import { sampleInput, samplesFor } from '../../../platform/sampleEvents.ts';

const now = new Date('2022-10-01T12:00:00.000Z');

export function run(trace: Trace | null, parts: Partial<PanelRun> = {}): PanelRun {
  return {
    id: 1,
    historyId: trace === null ? null : 'run-1',
    isPast: false,
    startedAt: now.toISOString(),
    entryPoint: 'onEvent',
    host: 'local',
    trace,
    cuts: {},
    cost: null,
    costBefore: null,
    fates: [],
    report: null,
    input:
      trace === null ? null : { summary: 'signed up of ada, 3 properties', text: '{ "event": "signed up" }' },
    ...parts,
  };
}

export function state(parts: Partial<PanelState> = {}): PanelState {
  const entryPoint = parts.entryPoint ?? 'onEvent';
  return {
    app: { rootUri: 'file:///apps/signup-enricher', name: 'Signup enricher' },
    apps: [],
    isLifeCycle: false,
    entryPoints: ['setupPlugin', entryPoint].map((name) => ({
      name,
      summary: lifecycleExport(name)?.summary ?? '',
    })),
    entryPoint,
    host: {
      label: 'local',
      isLive: false,
      mode: 'live',
      description: 'Nothing leaves this computer: an embedded PostHog answers.',
    },
    input: {
      kind: 'event',
      samples: samplesFor('onEvent').map(({ id, label }) => ({ id, label })),
      sampleId: 'signup',
      baseId: 'signup',
      list: null,
      text: JSON.stringify(sampleInput('onEvent', 'signup', now), null, 2),
      isEdited: false,
      problem: null,
    },
    config: [],
    problem: null,
    run: null,
    isOtherInput: false,
    history: [],
    comparison: null,
    chain: null,
    follow: { isPossible: false, progress: null },
    keysSet: [],
    keysHeldBack: [],
    isWatching: false,
    opened: {},
    canRun: true,
    ...parts,
  };
}

export const live: PanelState['host'] = {
  label: 'EU cloud',
  isLive: true,
  mode: 'live',
  description: 'Requests really go to eu.posthog.com, project 42.',
};

export function field(parts: Partial<PanelConfigField>): PanelConfigField {
  return {
    key: 'key',
    kind: 'string',
    label: 'Field',
    hint: null,
    choices: [],
    isRequired: false,
    value: '',
    isSet: false,
    isEdited: false,
    problem: null,
    ...parts,
  };
}

/** A field of every kind. */
export const everyField: readonly PanelConfigField[] = [
  field({
    key: 'releaseEvent',
    label: 'Name of the release event',
    value: 'release deployed',
    isSet: true,
    isRequired: true,
  }),
  field({
    key: 'scope',
    kind: 'choice',
    label: 'Where annotations show',
    hint: '`organization` shows them in every project.',
    choices: ['project', 'organization'],
    value: 'project',
    isSet: true,
  }),
  field({
    key: 'labels',
    kind: 'json',
    label: 'Label of each environment',
    value: '{"production": "Live"}',
    isSet: true,
    isEdited: true,
  }),
  field({
    key: 'services',
    kind: 'attachment',
    label: 'List of services',
    hint: 'A text file with one service a line.',
  }),
  field({
    key: 'webhookSecret',
    kind: 'secret',
    label: 'Secret of the deploy script',
    isSet: true,
    isEdited: true,
  }),
  field({
    key: 'extra',
    kind: 'unknown',
    label: 'Extra',
    problem: 'PostHog does not know the type "multiline". Use string, choice, json or attachment.',
  }),
];

/** A run in the history. */
export function pastRun(parts: Partial<PanelHistoryItem> = {}): PanelHistoryItem {
  return {
    id: 'run-1',
    rootUri: 'file:///apps/signup-enricher',
    appName: 'Signup enricher',
    entryPoint: 'onEvent',
    host: 'local',
    startedAt: now.toISOString(),
    outcome: 'completed',
    isWithErrors: false,
    totalMs: 21.4,
    input: 'signed up',
    isPinned: false,
    isLooping: false,
    steps: [],
    ...parts,
  };
}
