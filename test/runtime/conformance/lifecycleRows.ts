/** Statements of reference 2 as rows: an app, what to look at in its trace, and what is seen there. */
import { expect, test } from 'vitest';
import type { Json, Trace } from '../../../protocol/trace.ts';
import type { SandboxPool } from '../../../runtime/runner/sandboxPool.ts';
import { runApp } from '../support/runApp.ts';

export const old = 'plugin-server-1.10.5';

export interface Case {
  readonly code: string;
  readonly entryPoint?: string;
  readonly input?: Json;
  readonly profile?: typeof old;
  readonly config?: { readonly [key: string]: string };
}

/** Each a statement, an app, what to look at, and what is seen there. */
export type Row = readonly [title: string, given: Case, look: (trace: Trace) => unknown, expected: unknown];

export const result = ({ result }: Trace): unknown => result;
export const outcome = ({ outcome }: Trace): unknown => outcome;
export const logs = ({ logs }: Trace): unknown => logs.map(({ message }) => message);
export const errors = ({ errors }: Trace): unknown =>
  errors.map(({ name, message }) => `${name}: ${message}`);
export const times = ({ logs }: Trace): unknown => logs.map(({ clockMs = 0 }) => clockMs / 1000);
export const after = ({ events: [event] }: Trace): unknown => event?.after;

export const day = (code: string): Case => ({ code, entryPoint: 'runEveryDay', input: null });
export const event = { event: '$pageview', team_id: 1, properties: { a: 1 } };

/** A test for each row. */
export function testRows(rows: readonly Row[], pool: () => SandboxPool): void {
  test.each(rows)('%s', async (_title, given, look, expected) => {
    const { code, ...options } = given;
    expect(look(await runApp(pool(), code, options))).toEqual(expected);
  });
}
