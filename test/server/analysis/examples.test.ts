/** Texts that patterns match. */
import { describe, expect, it } from 'vitest';
import { examplesOf } from '../../../server/analysis/execution/examples.ts';

const patterns: readonly (readonly [pattern: RegExp, examples: readonly string[]])[] = [
  [/^(?:order|cart)_(\w+)$/i, ['order_a', 'cart_aa', 'order_aaa']],
  [/\s+/g, [' ', '  ', '   ']],
  [/^(?<ns>\w+)\.(?<act>\w+)$/, ['a.a', 'aa.aa', 'aaa.aaa']],
  [/^(.+)-v\d{2,}$/, ['a-v99', 'aa-v99', 'aaa-v99']],
  [/[^a-z]/, ['9']],
  [/^n(\d{1,3})$/, ['n999']],
  [/^(?!v2_)/, ['a']],
  [/\p{Lu}/u, ['A']],
  [/x(?=y)/, []],
];

describe('examples of a pattern', () => {
  it.each(patterns)('%s', (pattern, examples) => {
    expect(examplesOf(pattern)).toEqual(examples);
  });
});
