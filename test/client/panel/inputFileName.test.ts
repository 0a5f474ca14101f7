import { expect, it } from 'vitest';
import { inputFileName } from '../../../client/panel/history/inputName.ts';

it.each([
  ['processEvent', ['processEvent', 'onEvent'], 'processEvent input'],
  ['processEvent', ['exportEvents', 'composeWebhook'], 'event input'],
  ['exportEvents', ['exportEvents'], 'exportEvents input'],
  ['jobs.later', [], 'jobs.later input'],
])('the document of %s in an app with %j is %s', (entryPoint, exports, name) => {
  expect(inputFileName(entryPoint, exports)).toBe(name);
});
