import { expect, it } from 'vitest';
import { declaresPostHog } from '../../client/declaresPostHog.ts';

it.each([
  ['declare const posthog: { capture(name: string): void };', true],
  ['interface A {}\r\n  declare var posthog: any', true],
  ["import type { PostHog } from 'posthog-js'\ndeclare global {\n  const posthog: PostHog\n}", true],
  ["import type { PostHog } from 'posthog-js'\ndeclare const posthog: PostHog", false],
  ['declare const posthogKey: string;', false],
  ['// Written by PostHog Apps\ndeclare var posthog: PostHogApp.PostHog;', false],
])('%j: %s', (text, expected) => {
  expect(declaresPostHog(text)).toBe(expected);
});
