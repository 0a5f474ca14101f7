/**
 * The small apps of the call-graph suite, in text files:
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
import { loopGradesIn } from '../../check.ts';

const folder = join(import.meta.dirname, '../../../fixtures/callGraph');

/** The right answer about an app, its name, and its code. */
export type SuiteApp = readonly [answer: string, name: string, code: string];

/** Names of the text files, without their ending. */
export function suiteFiles(): readonly string[] {
  return readdirSync(folder).map((file) => basename(file, '.txt'));
}

export function appsOf(file: string): readonly SuiteApp[] {
  return readFileSync(join(folder, `${file}.txt`), 'utf8')
    .split(/^## /m)
    .slice(1)
    .map((part) => /^(?<answer>[\w-]+): (?<name>.*)\n(?<code>[^]*)$/.exec(part)?.groups ?? {})
    .map(({ answer = '', name = '', code = '' }) => [answer, name, code]);
}

/** What the gravest finding about loops says; `silent` when there is none. */
export function answerFor(text: string): string {
  const grades = loopGradesIn(text);
  return ['loops', 'may-loop', 'ends'].find((grade) => grades.some((found) => found === grade)) ?? 'silent';
}
