/**
 * Small apps, each with one question: does the event that it captures come back for ever? Each was really run, and what it
 * captured fed back sixty times, before its answer was written down; pairs show on what it depends. What went on only
 * because no setting named the event may loop.
 */
import { describe, expect, it } from 'vitest';
import { answerFor, appsOf, suiteFiles } from './callGraphApps.ts';

describe.each(suiteFiles())('%s', (file) => {
  it.each(appsOf(file))('%s: %s', (answer, _name, code) => {
    expect(answerFor(code)).toBe(answer);
  });
});
