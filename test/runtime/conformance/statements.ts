/**
 * Statements of the reference as rows: a title that begins with the section, code of an app, and what must come of it.
 * The rows of a table share one app, so that hundreds of them take seconds. Rows that need an app of their own use
 * `runApp`.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Profile, profiles } from '../../../platform/profiles.ts';
import type { Trace } from '../../../protocol/trace.ts';
import { createApp } from '../../../runtime/index.ts';
import type { App } from '../../../runtime/runner/app.ts';
import type { SandboxPool } from '../../../runtime/runner/sandboxPool.ts';

/** Body of an async function of `meta`, and what it returns; `{ threw }` stands for the name and message of an error. */
export type Statement = readonly [title: string, body: string, expected: unknown];

/** As {@link Statement}, but looks at the trace. */
export type TraceStatement = readonly [
  title: string,
  body: string,
  look: (trace: Trace) => unknown,
  expected: unknown,
];

interface Options {
  /** Code before the rows, such as imports. */
  readonly header?: string;
  /** Code after the rows, which are `jobs`. */
  readonly footer?: string;
  readonly manifest?: object;
  readonly config?: { readonly [key: string]: string };
  readonly attachments?: Parameters<typeof createApp>[0]['attachments'];
}

/** Checks rows under the profiles given; both when absent. */
export function statements(
  pool: () => SandboxPool,
  title: string,
  rows: readonly (Statement | TraceStatement)[],
  options: Options & { readonly profiles?: readonly Profile[] } = {},
): void {
  describe.each(options.profiles ?? profiles)(`${title}, %s`, (profile) => {
    let app: App;
    beforeAll(() => {
      app = createApp({
        pool: pool(),
        profile,
        source: {
          files: {
            'plugin.json': JSON.stringify({ name: 'Test app', main: 'index.js', ...options.manifest }),
            'index.js': sourceOf(rows, options),
          },
        },
        ...(options.config === undefined ? {} : { config: options.config }),
        ...(options.attachments === undefined ? {} : { attachments: options.attachments }),
      });
    });
    afterAll(() => app.dispose());
    test.each(rows.map((row, index) => [row[0], row, index] as const))('%s', async (_title, row, index) => {
      const trace = await app.call(`jobs.row${index}`, null);
      if (row.length === 4) expect(row[2](trace)).toEqual(row[3]);
      else expect(trace.errors.length > 0 ? trace.errors : trace.result).toEqual(row[2]);
    });
  });
}

function sourceOf(
  rows: readonly (Statement | TraceStatement)[],
  { footer = '', header = '' }: Options,
): string {
  const jobs = rows.map(
    ([, body], index) =>
      `row${index}: async (meta) => { try { ${body}\n } catch (error) { return { threw: error.name + ': ' + error.message } } }`,
  );
  return `${header}\nexport const jobs = {\n${jobs.join(',\n')}\n}\n${footer}`;
}
