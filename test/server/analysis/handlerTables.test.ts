/** Functions that are called by the name of the event: each captures what it captures for its own names alone. */
import { expect, it } from 'vitest';
import { exploreEvents } from '../../../server/analysis/eventFlow.ts';
import { Session } from '../../../server/analysis/execution/session.ts';
import { workspaceFlow } from '../../../server/analysis/workspaceFlow.ts';
import { appOf, findingsIn } from '../check.ts';

const handlers = `
const onSignup = (event) => posthog.capture('signed up', { by: event.distinct_id })
async function onPaid({ properties }) { await posthog.capture('paid', { amount: properties.amount }) }
`;

function programOf(code: string) {
  return appOf(
    new Map([
      ['/plugin.json', '{ "config": [] }'],
      ['/index.js', code],
    ]),
  );
}

/** What leads to what, a line for each arrow. */
function arrowsOf(code: string): readonly string[] {
  const { edges, events } = workspaceFlow([{ name: 'App', program: programOf(code) }]);
  return edges
    .map(
      ({ from, to, isConditional }) =>
        `${events[from]?.label} → ${events[to]?.label}${isConditional ? ', perhaps' : ''}`,
    )
    .toSorted();
}

const forms: Readonly<Record<string, string>> = {
  'an object that is asked by the name': `
const routes = { signup: onSignup, 'order paid': onPaid }
export function onEvent(event) { routes[event.event]?.(event) }`,
  'an object whose answer is looked at first': `
const routes = { signup: onSignup, 'order paid': onPaid }
export async function onEvent(event) {
  const handler = routes[event.event]
  if (!handler) return
  await handler(event)
}`,
  'an object that is asked whether it has the name': `
const routes = { signup: onSignup, 'order paid': onPaid }
export function onEvent(event) { if (Object.hasOwn(routes, event.event)) routes[event.event](event) }`,
  'an object that is asked by hasOwnProperty': `
const routes = { signup: onSignup, 'order paid': onPaid }
export function onEvent(event) {
  if (!Object.prototype.hasOwnProperty.call(routes, event.event)) return
  return routes[event.event](event)
}`,
  'an object that is asked by in': `
const routes = { signup: onSignup, 'order paid': onPaid }
export function onEvent(event) { if (event.event in routes) return routes[event.event](event) }`,
  'an object with a function for the rest': `
const routes = { signup: onSignup, 'order paid': onPaid }
export function onEvent(event) { return (routes[event.event] ?? (() => {}))(event) }`,
  'a call of what may be missing': `
const routes = { signup: onSignup, 'order paid': onPaid }
export function onEvent(event) { return routes[event.event](event) }`,
  'methods of an object': `
const routes = {
  signup(event) { return onSignup(event) },
  'order paid': (event) => onPaid(event),
}
export function onEvent(event) { const { [event.event]: handler } = routes; handler?.(event) }`,
  'a frozen object without a prototype': `
const routes = Object.freeze(Object.assign(Object.create(null), { signup: onSignup, 'order paid': onPaid }))
export function onEvent(event) { const run = routes[event.event]; if (typeof run === 'function') run(event) }`,
  'a Map': `
const routes = new Map([['signup', onSignup], ['order paid', onPaid]])
export function onEvent(event) { routes.get(event.event)?.(event) }`,
  'a Map that is asked first': `
const routes = new Map([['signup', onSignup], ['order paid', onPaid]])
export function onEvent(event) { if (routes.has(event.event)) return routes.get(event.event)(event) }`,
  'a Map that is filled step by step': `
const routes = new Map()
routes.set('signup', onSignup)
routes.set('order paid', onPaid)
export function onEvent(event) { const handler = routes.get(event.event); return handler ? handler(event) : undefined }`,
  'a Map made of an object': `
const routes = new Map(Object.entries({ signup: onSignup, 'order paid': onPaid }))
export function onEvent(event) { routes.get(event.event)?.call(null, event) }`,
  'a switch that calls': `
export function onEvent(event) {
  switch (event.event) {
    case 'signup': return onSignup(event)
    case 'order paid': return onPaid(event)
  }
}`,
  'a switch that chooses': `
export function onEvent(event) {
  let handler
  switch (event.event) {
    case 'signup': handler = onSignup; break
    case 'order paid': handler = onPaid; break
    default: return
  }
  return handler(event)
}`,
  'a function that chooses': `
function handlerFor(name) {
  if (name === 'signup') return onSignup
  return name === 'order paid' ? onPaid : undefined
}
export function onEvent(event) { return handlerFor(event.event)?.(event) }`,
  'a list that is searched': `
const routes = [{ name: 'signup', run: onSignup }, { name: 'order paid', run: onPaid }]
export function onEvent(event) { routes.find(({ name }) => name === event.event)?.run(event) }`,
  'a list that is walked': `
const routes = [['signup', onSignup], ['order paid', onPaid]]
export function onEvent(event) { for (const [name, run] of routes) if (name === event.event) run(event) }`,
  'an object of objects': `
const routes = { signup: { run: onSignup }, 'order paid': { run: onPaid } }
export function onEvent(event) { routes[event.event]?.run(event) }`,
  'an object of lists': `
const routes = { signup: [onSignup], 'order paid': [onPaid] }
export async function onEvent(event) { for (const run of routes[event.event] ?? []) await run(event) }`,
  'an object of lists whose items are called': `
const routes = { signup: [onSignup], 'order paid': [onPaid] }
export function onEvent(event) { routes[event.event]?.forEach((run) => run(event)) }`,
  'functions that one function makes': `
const on = (name) => (event) => posthog.capture(name, { by: event.distinct_id })
const routes = { signup: on('signed up'), 'order paid': on('paid') }
export function onEvent(event) { routes[event.event]?.(event) }`,
  'instances of classes': `
class Signup { handle(event) { return onSignup(event) } }
class Paid { handle(event) { return onPaid(event) } }
const routes = { signup: new Signup(), 'order paid': new Paid() }
export function onEvent(event) { const handler = routes[event.event]; if (handler) handler.handle(event) }`,
  'a function that is given the table': `
async function dispatch(table, event) {
  const handler = table[event.event]
  return handler ? await handler(event) : null
}
export const onEvent = (event) => dispatch({ signup: onSignup, 'order paid': onPaid }, event)`,
};

it.each(Object.entries(forms))('%s', (_form, code) => {
  expect(arrowsOf(handlers + code)).toEqual(["'order paid' → 'paid'", "'signup' → 'signed up'"]);
});

it('what follows the call is reached by all names', () => {
  const after = (call: string): readonly string[] =>
    arrowsOf(`${handlers}
const routes = { signup: onSignup, 'order paid': onPaid }
export function onEvent(event) {
  ${call}
  if (event.event !== 'all' && event.event !== 'paid' && event.event !== 'signed up') posthog.capture('all')
}`);
  const arrows = ["'order paid' → 'paid'", "'signup' → 'signed up'", "any event → 'all'"];
  expect(after('routes[event.event]?.(event)')).toEqual(arrows);
  expect(after('const handler = routes[event.event]; if (handler) handler(event)')).toEqual(arrows);
  expect(after('routes[event.event](event)')).toEqual(arrows);
});

it('a table of many functions is told apart, too', () => {
  const names = Array.from({ length: 30 }, (_, index) => `step ${index}`);
  const routes = names.map((name) => `'${name}': () => posthog.capture('${name} done')`).join(',\n');
  expect(
    arrowsOf(`const routes = {\n${routes}\n}\nexport const onEvent = (event) => routes[event.event]?.()`),
  ).toEqual(names.map((name) => `'${name}' → '${name} done'`).toSorted());
});

it('a table with a function for what the other captures is a loop of both names', () => {
  const { nodes } = exploreEvents(
    new Session(
      programOf(`
const routes = { a: () => posthog.capture('b'), b: () => posthog.capture('a') }
export const onEvent = (event) => routes[event.event]?.()`),
    ),
  );
  expect(nodes.map(({ edges }) => edges.map(({ isCertain }) => isCertain))).toEqual([[true], [true]]);
});

it('of a table whose keys are settings any function may be called', () => {
  expect(
    arrowsOf(`${handlers}
const routes = {}
export function setupPlugin({ config }) { routes[config.first] = onSignup; routes[config.second] = onPaid }
export const onEvent = (event) => routes[event.event]?.(event)`),
  ).toEqual(["any event → 'paid', perhaps", "any event → 'signed up', perhaps"]);
});

it('the table is what stops an event that none of its functions is for', () => {
  const guards = (call: string): readonly unknown[] =>
    findingsIn(`${handlers}
const routes = { signup: onSignup, 'order paid': onPaid }
export function onEvent(event) { ${call} }`).map(({ grade, guard }) => [grade, guard?.text]);
  const ends = ['ends', 'routes[event.event]'];
  expect(guards('routes[event.event]?.(event)')).toEqual([ends, ends]);
  expect(guards('routes[event.event](event)')).toEqual([ends, ends]);
});
