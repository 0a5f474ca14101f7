import { describe, expect, it } from 'vitest';
import type { LintLevels } from '../../../../server/lintSettings.ts';
import { check, findingsIn } from '../../check.ts';
import { only } from '../../levels.ts';

const old: LintLevels = { ...only('api-newer'), profile: 'plugin-server-1.10.5' };

const code = `
export async function runEveryHour() {
  await posthog.api.patch('/api/projects/1/annotations/2/', { data: {} })
                  //^^^^^ error api-newer: Use put
  await posthog.api.get('/api/projects/1/', { headers: { accept: 'text/csv' } })
                                                     //^^^^^^^^^^^^^^^^^^^^^^ error api-newer: leaves them out
  const response = await posthog.api.get('/api/projects/1/')
  console.log(response.headers)
}`;

describe('api-newer', () => {
  it('marks what the older PostHog does not have', () => {
    check(code, old);
  });

  it('has nothing to say of the documented one', () => {
    expect(findingsIn(code.replaceAll(/^.*\^.*$/gm, ''), only('api-newer'))).toEqual([]);
  });

  it('leaves a patch alone that is looked for first', () => {
    expect(findingsIn("export const f = () => posthog.api.patch?.('/api/projects/1/')", old)).toEqual([]);
  });
});

describe('export-uncalled', () => {
  it.each(['onAction', 'composeWebhook'])('marks %s for the older PostHog alone', (name) => {
    const source = `export function ${name}() { return null }`;
    const levels = only('export-uncalled');
    expect(findingsIn(source, levels)).toEqual([]);
    expect(findingsIn(source, { ...levels, profile: 'plugin-server-1.10.5' })).toMatchObject([
      { message: expect.stringContaining('October 2021') },
    ]);
  });
});
