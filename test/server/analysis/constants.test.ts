/**
 * Constant expressions, each of which Node and the interpreter evaluate. What the interpreter decides must be what Node
 * says; it may leave a result open, but no more of them than it does now.
 */
import { describe, expect, it } from 'vitest';
import { compare } from './constants/compare.ts';
import { lists } from './constants/lists.ts';
import { numbers } from './constants/numbers.ts';
import { objects } from './constants/objects.ts';
import { texts } from './constants/texts.ts';

/** How many results are left open, by topic; none elsewhere. These numbers may only fall. */
const mostOpen: Readonly<Record<string, number>> = {
  'what reads lists': 7,
  'copies of lists': 1,
  'what changes lists': 10,
  'methods of texts': 9,
  patterns: 5,
  'addresses and codes': 22,
  numbers: 32,
  comparisons: 26,
  dates: 30,
  objects: 8,
  chains: 5,
  collections: 5,
  generators: 6,
  'functions, classes and errors': 10,
};

/** What is decided otherwise than by Node, and why. Nothing may be added. */
const wrong: ReadonlySet<string> = new Set([
  // The index is evaluated after what is written there.
  '(i => { const a = []; a[i++] = i++; return a })(0)',
  // A box is taken for what is in it.
  'Boolean(new Boolean(false))',
  'typeof new Number(1)',
  'typeof Object(1)',
  // Symbols are texts of ours.
  "Reflect.ownKeys({ a: 1, [Symbol('s')]: 2 }).length",
  // Iterators are lists, which can be walked through again.
  '(g => [...g].length + [...g].length)((function* () { yield 1 })())',
  // Where the body of a generator has a `finally`, all of it counts.
  "(() => { const log = []; for (const x of (function* () { try { yield 1; yield 2 } finally { log.push('f') } })()) { log.push(x); break } return log })()",
  // `arguments` is a copy of the parameters, and `this` is what was passed.
  '(function (a) { arguments[0] = 9; return a })(1)',
  '(function (a) { a = 9; return arguments[0] })(1)',
  '(function () { return typeof this })()',
  '(function () { return typeof this }).call(1)',
]);

const topics = Object.entries({ ...lists, ...texts, ...numbers, ...objects });

describe.each(topics)('%s', (topic, text) => {
  const expressions = text.trim().split('\n');
  const answers = compare(expressions);

  it('is decided as by Node, or left open', () => {
    const known = expressions.filter((expression) => wrong.has(expression));
    expect(answers.wrong).toEqual(known);
  });

  it('is left open no more often than before', () => {
    expect(answers.open.length).toBe(mostOpen[topic] ?? 0);
  });
});
