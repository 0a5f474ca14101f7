/** The event flow of an app tells of its loops what the loop warnings tell. */
import { expect, it } from 'vitest';
import { workspaceFlow } from '../../../server/analysis/workspaceFlow.ts';
import { appOf, filesOf, loopGradesIn } from '../check.ts';
import { makeConditionApp } from '../rules/eventLoop/conditionApps.ts';
import { AppMaker } from '../rules/eventLoop/randomApps.ts';

type Grade = 'loops' | 'may-loop' | 'ends';

function gradeOf(grades: readonly (string | null | undefined)[]): Grade {
  return grades.includes('loops') ? 'loops' : grades.includes('may-loop') ? 'may-loop' : 'ends';
}

function flowGradeOf(...codes: readonly string[]): Grade {
  const apps = codes.map((code, index) => ({ name: `App ${index}`, program: appOf(filesOf(code)) }));
  const { edges, loops } = workspaceFlow(apps);
  const isCertain = (loop: readonly number[]): boolean =>
    loop.every((index) => edges[index]?.isConditional === false);
  return loops.some(isCertain) ? 'loops' : loops.length > 0 ? 'may-loop' : 'ends';
}

const beside = {
  nothing: [],
  'an app that adds a property': [
    `export const processEvent = (event) => { event.properties.unheardOf = 1; return event }`,
  ],
};

it.each(Object.entries(beside))(
  'agrees with the loop warnings of apps made by chance, beside %s',
  (_, other) => {
    const different: string[] = [];
    for (let seed = 1; seed <= 40; seed += 1) {
      for (const code of [makeConditionApp(seed), new AppMaker(seed).make()]) {
        const [warned, drawn] = [gradeOf(loopGradesIn(code)), flowGradeOf(code, ...other)];
        if (warned !== drawn) different.push(`seed ${seed}: ${warned} as a warning, ${drawn} in the flow`);
      }
    }
    expect(different).toEqual([]);
  },
);

it.each<[string, Grade, string]>([
  [
    'a list that gets shorter',
    'ends',
    `export function onEvent(e) { const q = e.properties.queue ?? []; if (!q.length) return; posthog.capture('dequeued', { queue: q.slice(1) }) }`,
  ],
  [
    'a list that stays',
    'loops',
    `export function onEvent(e) { const q = e.properties.queue ?? []; if (!q.length) return; posthog.capture('dequeued', { queue: q }) }`,
  ],
  [
    'a mark that is asked for in another way than it is written',
    'may-loop',
    `export function onEvent(e) { const p = e.properties; if (e.event === 'a' && 'y' in p) return; posthog.capture('a', { ...p, y: p.y ?? 1 }) }`,
  ],
  [
    'a prefix out of a setting',
    'ends',
    `export function onEvent(e, { config }) { if (e.event.startsWith(config.prefix)) return; posthog.capture(config.prefix + e.event) }`,
  ],
  [
    'a prefix out of a setting that nothing asks for',
    'loops',
    `export function onEvent(e, { config }) { posthog.capture(config.prefix + e.event) }`,
  ],
])('agrees about %s', (_, grade, code) => {
  expect(gradeOf(loopGradesIn(code))).toBe(grade);
  for (const other of Object.values(beside)) expect(flowGradeOf(code, ...other)).toBe(grade);
});
