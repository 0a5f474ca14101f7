import { describe, expect, it } from 'vitest';
import { consoleLines } from '../../../client/panel/consoleLines.ts';
import { log } from '../../panel/support/traces.ts';

describe('what a run printed, by line', () => {
  it('is the last text of each line, with how often it printed', () => {
    const lines = consoleLines([log('one'), log('other', 'log', 3), log('two', 'warn'), log('three')]);
    expect(lines).toEqual([
      {
        file: 'index.js',
        line: 20,
        text: 'three (3 times, this is the last)',
        whole: 'one\ntwo\nthree',
        level: 'warn',
      },
      { file: 'index.js', line: 3, text: 'other', whole: 'other', level: 'log' },
    ]);
  });

  it('is one short line of text, whatever was printed', () => {
    const [line] = consoleLines([log(`first\n  second ${'x'.repeat(5_000)}`)]);
    expect(line?.text).toMatch(/^first second x+…$/);
    expect(line?.text.length).toBeLessThan(130);
    const many = consoleLines(Array.from({ length: 10_000 }, (_, index) => log(String(index))));
    expect(many[0]?.whole.split('\n')).toHaveLength(51);
  });

  it('counts the whole run where the trace holds only the first lines', () => {
    const place = { file: 'index.js', column: 3 };
    const printed = [
      { source: { ...place, line: 20 }, count: 500, level: 'warn', last: 'the last' },
      { source: { ...place, line: 30 }, count: 1, level: 'log', last: 'late' },
    ] as const;
    expect(consoleLines([log('first'), log('second')], printed)).toEqual([
      {
        file: 'index.js',
        line: 20,
        text: 'the last (500 times, this is the last)',
        whole: 'first\nsecond\n…\nthe last',
        level: 'warn',
      },
      { file: 'index.js', line: 30, text: 'late', whole: 'late', level: 'log' },
    ]);
  });

  it('has no place for what came from no line', () => {
    expect(consoleLines([{ ...log('a'), cause: { entryPoint: 'onEvent', source: null } }])).toEqual([]);
  });
});
