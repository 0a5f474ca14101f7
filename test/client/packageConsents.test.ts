import { describe, expect, it } from 'vitest';
import type { ConsentQuestion } from '../../client/consent.ts';
import { PackageConsents } from '../../client/packageConsents.ts';
import { memory } from './support/memory.ts';

function consents(answers: readonly boolean[], kept = memory()) {
  const questions: ConsentQuestion[] = [];
  const ask = async (question: ConsentQuestion): Promise<boolean> => {
    questions.push(question);
    return answers[questions.length - 1] ?? false;
  };
  return { questions, kept, consents: new PackageConsents(kept, ask) };
}

describe('consent to packages', () => {
  it('names them, and what they can and cannot do', async () => {
    const { consents: given, questions } = consents([false, false]);
    await given.allows({ root: '/a', names: ['pg'] });
    await given.allows({ root: '/a', names: ['pg', 'aws-sdk'] });
    expect(questions.map(({ title }) => title)).toEqual([
      'Run the package pg of this app?',
      'Run the packages pg, aws-sdk of this app?',
    ]);
    expect(questions[0]?.detail).toContain('the network, other files and your keys cannot be reached');
  });

  it('is asked once per app, and remembered in the workspace', async () => {
    const { consents: first, kept, questions } = consents([true, true]);
    expect(await first.allows({ root: '/a', names: ['pg', 'faker'] })).toBe(true);
    expect(await first.allows({ root: '/a', names: ['faker'] })).toBe(true);
    expect(questions).toHaveLength(1);
    const { consents: later, questions: laterQuestions } = consents([false], kept);
    expect(await later.allows({ root: '/a', names: ['pg'] })).toBe(true);
    expect(await later.allows({ root: '/b', names: ['pg'] })).toBe(false);
    expect(laterQuestions).toHaveLength(1);
  });

  it('is asked again after a refusal, and for another package', async () => {
    const { consents: given, questions } = consents([false, true, true]);
    expect(await given.allows({ root: '/a', names: ['pg'] })).toBe(false);
    expect(await given.allows({ root: '/a', names: ['pg'] })).toBe(true);
    expect(await given.allows({ root: '/a', names: ['pg', 'ethers'] })).toBe(true);
    expect(questions).toHaveLength(3);
    expect(questions[1]?.detail).toContain('asked again only when the app imports another such package');
  });
});
