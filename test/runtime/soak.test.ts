/** A short soak: see test/bench/soak.ts for the long one. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { soak } from '../bench/soak/soak.ts';
import { buildSandbox } from './support/sandboxBundle.ts';

test.runIf(process.platform === 'linux')(
  'apps made by chance end as they must, and leave no process and no handle',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'posthog-apps-'));
    const seed = Date.now() % 1_000_000;
    const sandboxPath = await buildSandbox(folder);
    const { samples, surprises } = await soak({ seed, runs: 120, sandboxPath, every: 20 });
    await rm(folder, { recursive: true, force: true });
    expect(surprises, `seed ${seed}`).toEqual([]);
    expect(samples.map(({ children }) => children)).toEqual(samples.map(() => 0));
    // Other tests of this process may open a few meanwhile.
    expect((samples.at(-1)?.handles ?? 0) - (samples[0]?.handles ?? 0)).toBeLessThan(10);
  },
);
