/** Tests of one rule: code that it marks, code like it that it leaves alone, and what its fixes make. */
import { describe, expect, it } from 'vitest';
import type { RuleName } from '../../protocol/rules.ts';
import { check, checkFix, findingsIn } from './check.ts';
import { only } from './levels.ts';

export interface RuleCases {
  /** Annotated sources (see check.ts), by what they show. */
  readonly marks: Readonly<Record<string, string>>;
  readonly leaves: Readonly<Record<string, string>>;
  /** Before, title of the fix, after. */
  readonly fixes?: Readonly<Record<string, readonly [before: string, title: string, after: string]>>;
}

export function testRule(name: RuleName, { marks, leaves, fixes = {} }: RuleCases): void {
  describe(name, () => {
    it.each(Object.entries(marks))('marks %s', (_, source) => {
      check(source, only(name));
    });
    it.each(Object.entries(leaves))('leaves %s alone', (_, source) => {
      expect(findingsIn(source, only(name))).toEqual([]);
    });
    it.each(Object.entries(fixes))('mends %s', (_, [before, title, after]) => {
      checkFix(before, title, after, only(name));
    });
    it.each(Object.entries(marks))('is switched off by its setting for %s', (_, source) => {
      expect(findingsIn(source, { ...only(name), [name]: 'off' })).toEqual([]);
    });
  });
}
