/**
 * Small apps, each with one question: does the event that it captures come back for ever? Each was really run, and what it
 * captured fed back sixty times, before its answer was written down; pairs show on what it depends.
 *
 * ```
 * ## loops: name of the app
 * export const onEvent = () => posthog.capture('seen')
 * ```
 *
 * Several files stand after lines `//- /path`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loopGradesIn } from '../../check.ts';

const folder = join(import.meta.dirname, '../../../fixtures/callGraph');

/** What the gravest finding about loops says; `silent` when there is none. */
function answerFor(text: string): string {
  const grades = loopGradesIn(text);
  return ['loops', 'may-loop', 'ends'].find((grade) => grades.some((found) => found === grade)) ?? 'silent';
}

for (const file of readdirSync(folder)) {
  const apps = readFileSync(join(folder, file), 'utf8')
    .split(/^## /m)
    .slice(1)
    .map((part) => /^(?<answer>\w+): (?<name>.*)\n(?<code>[^]*)$/.exec(part)?.groups ?? {});
  describe(basename(file, '.txt'), () => {
    it.each(apps.map(({ answer = '', name = '', code = '' }) => [answer, name, code] as const))(
      '%s: %s',
      (answer, _name, code) => {
        expect(answerFor(code)).toBe(answer);
      },
    );
  });
}
