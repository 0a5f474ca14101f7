/** Code that is too deep or too large to be executed: it is never passed over in silence. */
import { describe, expect, it } from 'vitest';
import { findingsIn } from '../../check.ts';

/** A chain of calls, with what captures at its end. */
function chain(length: number, sink = `await posthog.capture('deep')`): string {
  const steps = Array.from(
    { length },
    (_, index) => `async function step${index}(event) { await step${index + 1}(event) }\n`,
  );
  return `export async function onEvent(event) { await step0(event) }\n${steps.join('')}async function step${length}(event) { ${sink} }\n`;
}

/** Each branch doubles the ways through the handler. */
function branches(count: number): string {
  const lines = Array.from(
    { length: count },
    (_, index) =>
      `  if (event.properties.p${index}) a${index % 7} = [a${(index + 1) % 7}, event.properties.q${index}]\n`,
  );
  return `export async function onEvent(event) {\n  let [a0, a1, a2, a3, a4, a5, a6] = []\n${lines.join('')}  await posthog.capture('branched')\n}\n`;
}

/** Functions that call each other in every combination. */
function tangle(count: number): string {
  const names = Array.from({ length: count }, (_, index) => `f${index}`);
  const bodies = names.map(
    (name) =>
      `async function ${name}(event, depth) { if (depth > event.properties.n) return; ${names.map((other) => `await ${other}({ ...event, from: '${name}' }, depth + 1)`).join('; ')} }\n`,
  );
  return `export async function onEvent(event) { await f0(event, 0); await finish(event) }\n${bodies.join('')}async function finish(event) { await posthog.capture('tangled') }\n`;
}

function grades(source: string): readonly (string | null)[] {
  return findingsIn(source).map(({ grade }) => grade);
}

describe('chains of calls', () => {
  it.each([10, 100])('of %i are followed to their end', (length) => {
    const [finding, ...others] = findingsIn(chain(length));
    expect(others).toEqual([]);
    expect(finding?.grade).toBe('loops');
    expect(finding?.chain).toHaveLength(length + 3);
  });

  it.each([300, 1000, 5000])('of %i are not passed over', (length) => {
    const [finding, ...others] = findingsIn(chain(length));
    expect(others).toEqual([]);
    expect(['loops', 'may-loop']).toContain(finding?.grade);
    expect(finding?.chain[0]?.function).toBe('onEvent');
    expect(finding?.chain.at(-1)?.function).toBe('posthog.capture');
  });

  it('that lead to nothing say nothing, however deep', () => {
    expect(grades(chain(1000, 'console.log(event)'))).toEqual([]);
    expect(grades(chain(1000, `await posthog.api.get('/api/x/')`))).toEqual([]);
  });

  it('from schedules say nothing, however deep', () => {
    expect(grades(chain(1000).replace('onEvent', 'runEveryDay'))).toEqual([]);
  });
});

describe('chains behind what a handler begins with', () => {
  const behind = (first: string, more = ''): string =>
    `${chain(1000).replace('{ await step0', `{ ${first}; await step0`)}${more}`;

  it.each([
    "if (event.event === 'deep') return",
    "if ('deep' == event.event || event.event === 'other') { return }",
    "if (event.event === 'other') return; if (event.event === 'deep') return",
  ])('say nothing where that drops the event: %s', (first) => {
    expect(grades(behind(first))).toEqual([]);
  });

  it.each([
    ["if (event.event === 'other') return", ''],
    ["event = { ...event, event: 'x' }; if (event.event === 'deep') return", ''],
    ["if (event.event === 'deep' && event.properties.a) return", ''],
    ["if (event.event === 'deep') await step0(event)", ''],
    [
      "if (event.event === 'deep') return",
      "export const processEvent = (event) => ({ ...event, event: 'new' })",
    ],
    ["if (event.event === 'deep') return", 'export const onSnapshot = (event) => step0(event)'],
  ])('are not passed over otherwise: %s %s', (first, more) => {
    expect(grades(behind(first, more))).toEqual(['may-loop']);
  });
});

describe('code with very many ways through it', () => {
  it.each([20, 200, 2000])('of %i branches is not passed over', (count) => {
    const found = grades(branches(count));
    expect(found).toHaveLength(1);
    expect(['loops', 'may-loop']).toContain(found[0]);
  });

  it.each([3, 8, 20])('of %i functions that all call each other is not passed over', (count) => {
    const found = grades(tangle(count));
    expect(found).toHaveLength(1);
    expect(['loops', 'may-loop']).toContain(found[0]);
  });
});

describe('a table of very many handlers', () => {
  function table(count: number, captured: (index: number) => string): string {
    const handlers = Array.from(
      { length: count },
      (_, index) => `  in${index}: async (event) => { await posthog.capture('${captured(index)}') },\n`,
    );
    return `const handlers = {\n${handlers.join('')}}\nexport const onEvent = (event) => handlers[event.event]?.(event)\n`;
  }

  it('whose events are in no other entry ends, in each of them', () => {
    expect(grades(table(300, (index) => `out${index}`))).toEqual(Array.from({ length: 300 }, () => 'ends'));
  });

  it('shows the one entry that captures its own event', () => {
    const found = grades(table(300, (index) => (index === 250 ? 'in250' : `out${index}`)));
    expect(found.flatMap((grade, index) => (grade === 'ends' ? [] : [[index, grade]]))).toEqual([
      [250, 'loops'],
    ]);
  });
});

describe('a helper that is called very often', () => {
  const others = Array.from({ length: 70 }, (_, index) => `event ${index}`);
  const calls = (write: (name: string) => string): string => others.map(write).join('\n');

  /** Ways in which an app puts its handlers into a table, with the last one given. */
  const registering: Readonly<Record<string, (last: string) => string>> = {
    'one by one': (last) => `const handlers = {}
function on(name, handler) { handlers[name] = handler }
${calls((name) => `on('${name}', () => {})`)}
on('${last}', () => posthog.capture('seen'))`,
    'by way of another helper': (last) => `const handlers = {}
function on(name, handler) { put(name, handler) }
function put(name, handler) { handlers[name] = handler }
${calls((name) => `on('${name}', () => {})`)}
on('${last}', () => posthog.capture('seen'))`,
    'in a loop': (last) => `const handlers = {}
function on(name, handler) { handlers[name] = handler }
const all = [${calls((name) => `['${name}', () => {}],`)} ['${last}', () => posthog.capture('seen')]]
for (const [name, handler] of all) on(name, handler)`,
  };

  it.each(Object.entries(registering))('to put handlers into a table, %s', (_how, app) => {
    const handler = '\nexport function onEvent(event) { handlers[event.event]?.(event) }';
    expect(grades(app('seen') + handler)).toEqual(['loops']);
    expect(grades(app('other') + handler)).toEqual(['ends']);
  });

  it('calls the last function that it is given, too', () => {
    const app = (last: string): string => `function attempt(run) { run() }
export function onEvent(event) {
  ${calls((name) => `attempt(() => { event.properties['${name}'] = 1 })`)}
  attempt(() => { ${last} })
}`;
    expect(grades(app(`posthog.capture('seen')`))).toEqual(['loops']);
    expect(grades(app(`if (event.event !== 'seen') posthog.capture('seen')`))).toEqual(['ends']);
  });
});
