/** The three example apps show exactly what they are meant to show; broken code never throws. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../../scripts/paths.ts';
import { checkApp } from '../../../server/rules/checkApp.ts';
import type { Finding } from '../../../server/analysis/finding.ts';
import { defaultLevels } from '../../../server/lintSettings.ts';
import { editableApp, programOf } from '../findings.ts';

function filesOf(name: string, entry: string): ReadonlyMap<string, string> {
  const read = (file: string): string => readFileSync(join(root, 'examples', name, file), 'utf8');
  return new Map([
    ['/app/plugin.json', read('plugin.json')],
    [`/app/${entry}`, read(entry)],
  ]);
}

function example(name: string, entry: string): readonly Finding[] {
  return checkApp(programOf(filesOf(name, entry)), defaultLevels);
}

describe('the examples', () => {
  it('signup-enricher carries a warning with its chain', () => {
    const [finding, ...others] = example('signup-enricher', 'index.js');
    expect(others).toEqual([]);
    expect(finding?.severity).toBe('warning');
    expect(finding?.chain.map((step) => step.function)).toEqual([
      'onEvent',
      'captureCompany',
      'posthog.capture',
    ]);
  });

  it('annotate-releases is clean', () => {
    expect(example('annotate-releases', 'index.ts')).toEqual([]);
  });

  it('first-visit ends, and its guard is named', () => {
    const [finding, ...others] = example('first-visit', 'index.js');
    expect(others).toEqual([]);
    expect(finding?.grade).toBe('ends');
    expect(finding?.guard?.text).toBe(`event.event !== '$pageview'`);
  });
});

describe('half-typed code', () => {
  it.each([
    ['signup-enricher', 'index.js'],
    ['annotate-releases', 'index.ts'],
    ['first-visit', 'index.js'],
  ])('never throws at any prefix of %s', { timeout: 60_000 }, (name, entry) => {
    const files = filesOf(name, entry);
    const text = files.get(`/app/${entry}`) ?? '';
    const app = editableApp(files);
    for (let end = 0; end <= text.length; end += 7) {
      app.edit(`/app/${entry}`, text.slice(0, end));
      expect(() => checkApp(app.program(), defaultLevels), `prefix of ${end}`).not.toThrow();
    }
  });
});
