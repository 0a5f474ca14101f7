/** Captured events that were fed back, as the client sends them. */
import type { Hop, HopStep, Trace } from '../../../protocol/trace.ts';
import { at, captured, runError, trace } from './traces.ts';

export function step(parts: Partial<HopStep> = {}): HopStep {
  return {
    app: 'Enricher',
    entryPoint: 'onEvent',
    outcome: 'completed',
    captured: 0,
    requests: 0,
    errors: [],
    ms: 1,
    ...parts,
  };
}

/** @param from place in what the run captured, for a first hop; else in the hops before it. */
export function hop(
  event: string,
  number: number,
  from: number,
  parts: Partial<Hop> & { readonly line?: number; readonly app?: string } = {},
): Hop {
  const { app = 'Enricher', line = 22, ...rest } = parts;
  const place = number === 1 ? { captured: from } : { hop: from };
  return {
    ...captured({ event }),
    cause: { entryPoint: 'onEvent', source: at(line), app, ...place },
    hop: number,
    steps: [step({ captured: 1 })],
    ...rest,
  };
}

const limits = { maxHops: 10, maxEvents: 1_000 };

/** One event that comes back to the line that captured it. */
export function loopingTrace(): Trace {
  const hops = Array.from({ length: 10 }, (_, index) =>
    hop('company identified', index + 1, Math.max(0, index - 1)),
  );
  return trace({ captured: [captured()], hops, following: { end: 'hops', ...limits } });
}

/** Two apps on a real host, where the user did not allow to send what comes back. */
export function notSentTrace(): Trace {
  const reason = 'You have not allowed writing to eu.i.posthog.com, so this was not sent.';
  const hops = Array.from({ length: 10 }, (_, index) =>
    hop(index % 2 === 0 ? 'ping' : 'pong', index + 1, Math.max(0, index - 1), {
      line: 3,
      app: index % 2 === 0 ? 'Enricher' : 'Alerts for the sales team',
      delivery: index === 0 ? 'sent' : 'refused',
      steps: [step({ app: 'Enricher', captured: 1, notSent: { count: 1, reason } })],
    }),
  );
  return trace({
    captured: [captured({ event: 'ping', delivery: 'sent' })],
    hops,
    following: { end: 'hops', ...limits },
  });
}

/** An event that is dropped, one that fails, one that leads to others, and a chain over two apps. */
export function mixedTrace(): Trace {
  const both = (first: Partial<HopStep>, second: Partial<HopStep> = {}): readonly HopStep[] => [
    step({ entryPoint: 'processEvent', outcome: 'unchanged', ...first }),
    step({ app: 'Alerts for the sales team', ...second }),
  ];
  const hops = [
    hop('signed up twice', 1, 0, {
      steps: [step({ entryPoint: 'processEvent', outcome: 'dropped' })],
      line: 12,
    }),
    hop('ping', 1, 1, { steps: both({}, { captured: 1, requests: 2 }), line: 14 }),
    hop('pong', 2, 1, { steps: both({ captured: 1 }), app: 'Alerts for the sales team', line: 30 }),
    hop('score worked out', 1, 2, {
      steps: both({ outcome: 'failed', errors: [runError()] }, { captured: 1 }),
      line: 18,
    }),
    ...Array.from({ length: 7 }, (_, index) =>
      hop(index % 2 === 0 ? 'ping' : 'pong', index + 3, index === 0 ? 2 : index + 3, {
        line: index % 2 === 0 ? 14 : 30,
        ...(index % 2 === 0 ? {} : { app: 'Alerts for the sales team' }),
      }),
    ),
    hop('score kept', 2, 3, { steps: both({}), app: 'Alerts for the sales team', line: 41 }),
  ];
  return trace({
    captured: ['signed up twice', 'ping', 'score worked out', 'one too many'].map((event) =>
      captured({ event }),
    ),
    hops,
    following: { end: 'hops', ...limits },
  });
}
