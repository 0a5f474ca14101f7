/** What is said of an app with one finding. */
import { expect } from 'vitest';
import { findingsIn } from '../../check.ts';

/** The message of the only finding. */
export function messageOf(code: string): string {
  const [only, ...others] = findingsIn(code);
  expect(others).toEqual([]);
  return only?.message ?? '';
}

export const onEvent = (body: string): string => `export function onEvent(event) { ${body} }`;
