import { describe, expect, it } from 'vitest';
import { type ConsentQuestion, Consents, questionFor } from '../../client/consent.ts';
import { cloudHosts, localHost } from '../../platform/hosts.ts';
import type { ConsentRequest } from '../../protocol/runtime.ts';
import { memory } from './support/memory.ts';

const eu = cloudHosts.find(({ kind }) => kind === 'eu') ?? localHost;
const write: ConsentRequest = { origin: eu.api, projectId: '42', what: 'POST /api/projects/42/annotations/' };
const capture: ConsentRequest = { origin: eu.ingestion, projectId: '42', what: 'capture of "first visit"' };

function consents(answers: readonly boolean[], kept = memory()) {
  const questions: ConsentQuestion[] = [];
  const ask = async (question: ConsentQuestion): Promise<boolean> => {
    questions.push(question);
    return answers[questions.length - 1] ?? false;
  };
  return { questions, kept, consents: new Consents(kept, ask) };
}

describe('consent', () => {
  it('names host, project and what would be written', () => {
    const { title, detail } = questionFor(capture, true, 'project 42 (Shop)');
    expect(title).toContain('eu.i.posthog.com');
    expect(detail).toContain('to project 42 (Shop)');
    expect(detail).toContain('send the capture of "first visit"');
    expect(questionFor(write, true, 'project 42').detail).toContain(
      'send POST /api/projects/42/annotations/',
    );
    expect(questionFor(capture, true, null).detail).toContain('to the project of your key');
    expect(questionFor(write, true, null).detail).not.toContain('project of your key');
    // Another service has no such project.
    expect(questionFor(write, false, 'project 42').detail).not.toContain('project 42.');
  });

  it('is asked once for a host, with both of its origins', async () => {
    const { consents: given, questions } = consents([true]);
    expect(await given.allows(capture, eu, 'project 42')).toBe(true);
    expect(await given.allows(write, eu, 'project 42')).toBe(true);
    expect(questions).toHaveLength(1);
  });

  it('is remembered in the workspace', async () => {
    const { consents: first, kept } = consents([true]);
    await first.allows(write, eu, 'project 42');
    const { consents: later, questions } = consents([], kept);
    expect(await later.allows(write, eu, 'project 42')).toBe(true);
    expect(questions).toHaveLength(0);
  });

  it('is asked again after a refusal, for another project, and for another host', async () => {
    const { consents: given, questions } = consents([false, true, false, false]);
    expect(await given.allows(write, eu, 'project 42')).toBe(false);
    expect(await given.allows(write, eu, 'project 42')).toBe(true);
    expect(await given.allows({ ...write, projectId: '43' }, eu, 'project 42')).toBe(false);
    expect(await given.allows({ ...write, origin: 'https://other.example' }, eu, 'project 42')).toBe(false);
    expect(questions).toHaveLength(4);
  });

  it('can be taken back, for one place at a time', async () => {
    const { consents: given, questions } = consents([true, true, false]);
    await given.allows(write, eu, 'project 42');
    await given.allows({ ...write, origin: 'https://other.example', projectId: null }, eu, null);
    const [first, second] = given.list();
    expect([first, second]).toMatchObject([
      { origin: eu.api, projectId: '42' },
      { origin: 'https://other.example', projectId: null },
    ]);
    await given.forget(first?.id ?? '');
    expect(given.list()).toEqual([second]);
    expect(await given.allows(capture, eu, 'project 42')).toBe(false);
    expect(questions).toHaveLength(3);
  });

  it('is one question for requests that wait at the same time', async () => {
    const { consents: given, questions } = consents([true]);
    expect(
      await Promise.all([given.allows(write, eu, 'project 42'), given.allows(capture, eu, 'project 42')]),
    ).toEqual([true, true]);
    expect(questions).toHaveLength(1);
  });
});
