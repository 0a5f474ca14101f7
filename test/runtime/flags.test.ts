import { expect, test } from 'vitest';
import { canFindHangs, sandboxFlagSets } from '../../runtime/runner/nodeFlags.ts';
import { SandboxPool } from '../../runtime/runner/sandboxPool.ts';
import { runApp } from './support/runApp.ts';
import { usePool } from './support/sandboxBundle.ts';

const pool = usePool();

test('the strictest set of flags comes first, and all hold the heap', () => {
  const [strictest, ...looser] = sandboxFlagSets('/x/sandbox.js');
  expect(strictest).toEqual(
    expect.arrayContaining([
      '--permission',
      '--allow-fs-read=/x/sandbox.js',
      '--allow-fs-read=/x/context.js',
      '--allow-fs-read=/x/streams.js',
      '--disallow-code-generation-from-strings',
    ]),
  );
  expect(strictest?.includes('--allow-inspector')).toBe(canFindHangs());
  // An editor whose Node does not know them starts its sandboxes all the same.
  expect(strictest?.some((flag) => flag.includes('semi-space'))).toBe(true);
  expect(looser.flat().some((flag) => flag.includes('semi-space'))).toBe(false);
  for (const set of looser) expect(set.some((flag) => flag.startsWith('--max-old-space-size='))).toBe(true);
});

test('here the permission model holds, so no notice says otherwise', async () => {
  const trace = await runApp(pool(), `export const processEvent = (event) => event`);
  expect(trace.notices).toEqual([]);
});

test('a sandbox that cannot be started is no process that runs an app', async () => {
  await using broken = new SandboxPool('/no-such-folder/sandbox.js');
  await expect(broken.take()).rejects.toThrow('ended by itself');
  expect(broken.usedPids).toEqual([]);
});
