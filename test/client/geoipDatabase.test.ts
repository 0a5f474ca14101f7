import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { geoipPath, geoipProblem } from '../../client/geoipDatabase.ts';

const folder = resolve('/work');

describe('the file of run.geoipDatabase', () => {
  it('is found from the workspace folder, from the home folder, or by its whole path', () => {
    expect(geoipPath(' city.mmdb ', folder)).toBe(join(folder, 'city.mmdb'));
    expect(geoipPath('~/city.mmdb', folder)).toBe(join(homedir(), 'city.mmdb'));
    expect(geoipPath(join(folder, 'other.mmdb'), resolve('/'))).toBe(join(folder, 'other.mmdb'));
    expect(geoipPath(' ', folder)).toBeUndefined();
  });

  it('is missed by its path, where no folder of the workspace has it', () => {
    const folders = [folder, resolve('/second')];
    expect(geoipProblem('city.mmdb', folders, () => false)).toContain(
      `there is no file ${join(folder, 'city.mmdb')}.`,
    );
    const second = join(resolve('/second'), 'city.mmdb');
    expect(geoipProblem('city.mmdb', folders, (path) => path === second)).toBeUndefined();
    expect(geoipProblem('', folders, () => false)).toBeUndefined();
  });
});
