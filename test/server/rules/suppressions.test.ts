/** Comments that suppress findings of rules. */
import { expect, it } from 'vitest';
import { check, findingsIn } from '../check.ts';
import { only } from '../levels.ts';

it('takes several rules in one comment', () => {
  const levels = { ...only('console-method'), 'absent-global': 'error' };
  const source = `export const onEvent = (event) => {
  // posthog-apps-ignore console-method, absent-global: both are there in our fork
  console.table([process.env, event])
}`;
  expect(findingsIn(source, levels)).toEqual([]);
  expect(findingsIn(source.replace(', absent', ' absent'), levels)).toEqual([]);
});

it('works above a statement of several lines, but not into its functions', () => {
  check(
    `export const onEvent = (event) => {
  // posthog-apps-ignore console-method: there in our fork
  send(
    event,
    console.table(event),
  )
  // posthog-apps-ignore console-method: there in our fork
  run(console.table(event), () => {
    console.table(event)
          //^^^^^ error console-method: has no table
  })
}`,
    only('console-method'),
  );
});

it.each(['-', '--', '–'])('takes a reason behind %s', (dash) => {
  const source = `export const onEvent = (event) => {
  // posthog-apps-ignore console-method ${dash} there, as our fork has it: see its page
  console.table(event)
}`;
  expect(findingsIn(source, only('console-method'))).toEqual([]);
});

it('works in a comment of several lines', () => {
  const source = `export const onEvent = (event) => {
  /* posthog-apps-ignore console-method: there,
     as our fork has it */
  console.table(event)
}`;
  expect(findingsIn(source, only('console-method'))).toEqual([]);
});

it('is nothing inside of a text', () => {
  check(
    `export const onEvent = (event) => {
  const help = \`
// posthog-apps-ignore console-method: only a text
\`; console.table(event)
         //^^^^^ error console-method: has no table
  return help + '// posthog-apps-ignore console-method: only a text'
}`,
    only('console-method'),
  );
});
