import { expect, it } from 'vitest';
import {
  chooseEntryPoint,
  entryPointsOf,
  inputKindOf,
  lifeCycleEntryPoint,
} from '../../../client/panel/entryPoints.ts';
import type { AppInfo } from '../../../protocol/lsp.ts';

function app(...names: readonly string[]): AppInfo {
  const place = { uri: 'file:///a/index.js', line: 0, character: 0 };
  return {
    rootUri: 'file:///a',
    name: 'a',
    entryUri: null,
    entryPoints: names.map((name) => ({ name, ...place })),
  };
}

it('stand in the order of the source, the jobs last, each once, with a sentence', () => {
  const list = entryPointsOf(app('jobs.annotate', 'setupPlugin', 'jobs.sync', 'onEvent', 'onEvent'));
  expect(list.map(({ name }) => name)).toEqual(['setupPlugin', 'onEvent', 'jobs.annotate', 'jobs.sync']);
  for (const { summary } of list) expect(summary).toMatch(/\.$/);
});

it.each([
  [['setupPlugin', 'onEvent'], null, 'onEvent'],
  [['onEvent', 'processEvent'], null, 'processEvent'],
  [['onEvent', 'processEvent'], 'onEvent', 'onEvent'],
  [['onEvent'], 'gone', 'onEvent'],
  [['runEveryHour', 'jobs.a'], undefined, 'runEveryHour'],
  [[], 'onEvent', null],
])('of %j with %s wanted, the one to run is %s', (names, wanted, chosen) => {
  expect(chooseEntryPoint(entryPointsOf(app(...names)), wanted)).toBe(chosen);
});

it.each([
  ['processEvent', 'event'],
  ['processEventBatch', 'events'],
  ['jobs.a', 'payload'],
  ['setupPlugin', null],
])('%s takes %s', (entryPoint, kind) => {
  expect(inputKindOf(entryPoint)).toBe(kind);
});

it.each([
  [['onEvent', 'processEvent'], 'processEvent'],
  [['onEvent', 'processEventBatch'], 'processEvent'],
  [['composeWebhook', 'exportEvents'], 'exportEvents'],
  [['exportEvents', 'onEvent'], 'onEvent'],
  [['composeWebhook', 'setupPlugin'], 'composeWebhook'],
  [['onSnapshot'], 'onSnapshot'],
  [['setupPlugin', 'jobs.a'], null],
])('in the whole life of an app with %j the event is for %s', (names, wanted) => {
  expect(lifeCycleEntryPoint(entryPointsOf(app(...names)))).toBe(wanted);
});
