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

it('works for its own line, where code stands behind it', () => {
  check(
    `export const onEvent = (event) => {
  /* posthog-apps-ignore console-method: there in our fork */ console.table(event)
  console.table(event)
        //^^^^^ error console-method: has no table
}`,
    only('console-method'),
  );
});

it.each([
  '/** posthog-apps-ignore console-method: there in our fork */',
  '/*\n * posthog-apps-ignore console-method: there in our fork,\n * which has its own.\n */',
  '/*\n  posthog-apps-ignore console-method: there in our fork\n*/',
  '/// posthog-apps-ignore console-method: there in our fork',
  '// PostHog-Apps-Ignore Console-Method: there in our fork',
  '// posthog-apps-ignore console-method: there in our fork\n  /* and\n  in ours */',
])('works as %s', (comment) => {
  const source = `export const onEvent = (event) => {\n  ${comment}\n  console.table(event)\n}`;
  expect(findingsIn(source, only('console-method'))).toEqual([]);
});

it.each([
  [
    'console-method- the fork has it',
    'This comment needs a colon before its reason to work: posthog-apps-ignore console-method: the fork has it',
  ],
  [
    'console-method the fork, has it',
    'This comment needs a colon before its reason to work: posthog-apps-ignore console-method: the fork, has it',
  ],
  ['console-metod the fork has it', 'There is no rule console-metod. Did you mean console-method?'],
  ['the fork has it', 'This comment names no rule. Write posthog-apps-ignore event-loop: and the reason.'],
  ['nothing: the fork has it', 'There is no rule nothing. The page of this message lists them.'],
])('has one remark about %s', (told, message) => {
  const source = `export const onEvent = (event) => {
  // posthog-apps-ignore ${told}
  console.table(event)
}`;
  const remarks = findingsIn(source, only('console-method')).filter(({ rule }) =>
    rule.endsWith('/suppression'),
  );
  expect(remarks.map((remark) => remark.message)).toEqual([message]);
});

it.each([
  'posthog-app-ignore',
  'posthog-apps-disable',
  'PostHog-Apps-Ignore-Line',
  'posthog-apps-disable-next-line',
])('names %s, which does nothing', (other) => {
  const source = `/* ${other} console-method: all */\nexport const onEvent = (event) => console.log(event)`;
  expect(findingsIn(source, only('console-method')).map(({ message }) => message)).toEqual([
    `${other} does nothing. Write posthog-apps-ignore, which works for the statement below it.`,
  ]);
});

it('names another word for it', () => {
  check(
    `export const onEvent = (event) => {
  // posthog-apps-ignore-next-line console-method: there in our fork
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning suppression: posthog-apps-ignore-next-line does nothing. Write posthog-apps-ignore,
  console.table(event)
        //^^^^^ error console-method: has no table
}`,
    only('console-method'),
  );
});

it('says nothing of a comment about syntax, of which an editor tells the most itself', () => {
  const source = `export const onEvent = () => {\n  // posthog-apps-ignore syntax: known\n  let a = 1; let a = 2\n}`;
  expect(findingsIn(source, only('syntax'))).toEqual([]);
});
