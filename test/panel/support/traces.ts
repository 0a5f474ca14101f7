/** Traces of runs as the runtime writes them, for the tests of the panel. */
import type {
  CapturedEvent,
  EventRecord,
  LogRecord,
  RequestRecord,
  RunError,
  SourceLocation,
  Trace,
} from '../../../protocol/trace.ts';

export function at(line: number, file = 'index.js'): SourceLocation {
  return { file, line, column: 3 };
}

function item(line: number): { readonly at: number; readonly cause: CapturedEvent['cause'] } {
  return { at: line, cause: { entryPoint: 'onEvent', source: at(line) } };
}

export function trace(parts: Partial<Trace> = {}): Trace {
  return {
    version: 1,
    outcome: 'completed',
    result: null,
    events: [],
    captured: [],
    requests: [],
    logs: [],
    storage: [],
    cache: [],
    jobs: [],
    metrics: [],
    errors: [],
    hops: [],
    timing: { startedAt: '2022-10-01T12:00:00.000Z', totalMs: 21.4, loadMs: 8, setupMs: 0, callMs: 13.2 },
    ...parts,
  };
}

export function captured(parts: Partial<CapturedEvent> = {}): CapturedEvent {
  return {
    ...item(22),
    event: 'company identified',
    distinctId: 'ada',
    timestamp: '2022-10-01T12:00:00.000Z',
    uuid: '018392ff-5c00-0000-0001-5a3e1f9c7b20',
    properties: { distinct_id: 'ada', email: 'ada@example.com', company: 'example.com' },
    delivery: 'local',
    ...parts,
  };
}

export function request(parts: Partial<RequestRecord> = {}): RequestRecord {
  return {
    ...item(30),
    via: 'api',
    method: 'POST',
    url: 'https://local.posthog.invalid/api/projects/1/annotations/?token=phc_loc…',
    disposition: 'local',
    status: 201,
    durationMs: 1.8,
    requestHeaders: { 'Content-Type': 'application/json', Authorization: 'Bearer phx_…' },
    requestBody: '{"content":"Live: app 1.2.3","scope":"project"}',
    responseHeaders: { 'Content-Type': 'application/json' },
    responseBody: '{"id":1,"content":"Live: app 1.2.3"}',
    responseBytes: 36,
    usesPersonalKey: true,
    error: null,
    action: null,
    ...parts,
  };
}

export function log(message: string, level: LogRecord['level'] = 'log', line = 20): LogRecord {
  return { ...item(line), level, message };
}

export function runError(parts: Partial<RunError> = {}): RunError {
  return {
    ...item(8),
    name: 'TypeError',
    message: "Cannot read properties of undefined (reading 'split')",
    stack: 'at captureCompany (index.js:16:24)\nat onEvent (index.js:8:11)',
    source: at(16),
    kind: 'app',
    ...parts,
  };
}

const before = {
  uuid: '018392ff-5c00-0000-0001-5a3e1f9c7b20',
  event: '$pageview',
  distinct_id: 'ada',
  properties: { $current_url: 'https://shop.example.com/pricing', $ip: '203.0.113.7', plan: 'startup' },
};

export const changedEvent: EventRecord = {
  ...item(5),
  entryPoint: 'processEvent',
  before,
  after: {
    ...before,
    properties: { $current_url: 'https://shop.example.com/pricing', plan: 'enterprise', country: 'NL' },
  },
  outcome: 'changed',
};
