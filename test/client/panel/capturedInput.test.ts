import { expect, it } from 'vitest';
import { capturedInput } from '../../../client/panel/capturedInput.ts';
import { eventEntryPoint } from '../../../client/panel/entryPoints.ts';
import { captured } from '../../panel/support/traces.ts';

const now = new Date('2022-10-01T12:00:00.000Z');

it('a captured event becomes a whole event of the same name, person, time and properties', () => {
  expect(capturedInput(captured(), 'onEvent', now)).toMatchObject({
    event: 'company identified',
    distinct_id: 'ada',
    timestamp: '2022-10-01T12:00:00.000Z',
    uuid: '018392ff-5c00-0000-0001-5a3e1f9c7b20',
    team_id: 1,
    properties: { company: 'example.com' },
  });
  expect(capturedInput(captured(), 'exportEvents', now)).toHaveLength(1);
});

it('goes to the entry point that is chosen, else to the one that apps are written for', () => {
  const points = ['setupPlugin', 'onEvent', 'processEvent', 'runEveryDay'].map((name) => ({
    name,
    summary: '',
  }));
  expect(eventEntryPoint(points, 'onEvent')).toBe('onEvent');
  expect(eventEntryPoint(points, 'runEveryDay')).toBe('processEvent');
  expect(eventEntryPoint([{ name: 'runEveryDay', summary: '' }], null)).toBeNull();
});
