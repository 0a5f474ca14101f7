/** What a loop depends on is named: the condition that decides, and not one that stands before it. */
import { describe, expect, it } from 'vitest';
import { findingsIn } from '../../check.ts';
import { messageOf } from './messages.ts';

describe('a variable that gets a value where it had none', () => {
  const session = (before: string, start: string): string => `
    export async function onEvent(event, { storage }) {
      ${before}
      let session = ${start}
      if (!session) {
        session = { n: 0 }
        await posthog.capture('session started', { distinct_id: event.distinct_id })
      }
      await storage.set('s:' + event.distinct_id, session)
    }`;

  it.each([
    ['a name', "if (event.event === 'session ended') return"],
    ['its properties', 'if (!event.properties) return'],
    ['a helper', "const isOwn = (name) => name === 'session ended'; if (isOwn(event.event)) return"],
  ])('is what decides, and not a guard on %s before it', (_title, before) => {
    expect(messageOf(session(before, "await storage.get('s:' + event.distinct_id, null)"))).toContain(
      '`!session` depends on what is stored',
    );
  });

  it('also where it outlives the event', () => {
    const message = messageOf(`
      let client = null
      export async function onEvent(event) {
        if (event.event === 'session ended') return
        if (!client) {
          client = { n: 0 }
          await posthog.capture('connected')
        }
      }`);
    expect(message).toContain('`!client` depends on a variable');
  });

  it('also in each turn of a loop', () => {
    const message = messageOf(`
      export async function onEvent(event, { storage }) {
        let last = null
        for (const key of ['a', 'b']) {
          if (event.event === 'session ended') continue
          if (!last) {
            last = await storage.get(key)
            if (last) await posthog.capture('found')
          }
        }
      }`);
    expect(message).toContain('`last` depends on what is stored');
  });

  it('also where more is put to what is stored', () => {
    const message = messageOf(`
      export async function onEvent(event, { storage }) {
        const queue = await storage.get('queue', [])
        if (event.event === 'session ended') return
        queue.push(event.event)
        await storage.set('queue', queue)
        if (queue.length > 10) await posthog.capture('full')
      }`);
    expect(message).toContain('`queue.length > 10` depends on what is stored');
  });
});

describe('an app without processEvent is not told of one', () => {
  it.each([
    [
      'a pattern',
      "const [first, ...rest] = event.properties.items || []; if (!first) return; await posthog.capture('item', { first, items: rest })",
      '`!first` stops it.',
    ],
    [
      'a piece',
      "const items = event.properties.items || []; if (!items.length) return; await posthog.capture('item', { items: items.slice(1) })",
      '`!items.length` stops it.',
    ],
    [
      'what is taken from its end',
      "const queue = event.properties.queue || []; const next = queue.pop(); if (!next) return; await posthog.capture('item', { next, queue })",
      '`!next` stops it.',
    ],
    [
      'a loop over a piece',
      "const rest = (event.properties.items || []).slice(1); for (const item of rest) await posthog.capture('item', { item, items: rest })",
      'nothing there leads here again.',
    ],
  ])('where a list runs out by %s', (_title, body, reason) => {
    for (const handler of [
      `export async function onEvent(event) { ${body} }`,
      `export const onEvent = async (event) => { ${body} }`,
    ])
      expect(messageOf(handler)).toContain(`ends there: ${reason}`);
  });

  it('where generators decide', () => {
    const message = messageOf(`
      function* steps(event) {
        if (event.properties.$pathname === '/checkout') yield 'checkout'
        if (event.event === 'signed up') yield 'signup'
      }
      function* transitions(event) {
        for (const step of steps(event)) if (['signup', 'checkout'].indexOf(step) >= 0) yield { step }
      }
      exports.onEvent = async (event) => {
        for (const t of transitions(event)) {
          await posthog.capture('funnel step', { ...t, $pathname: event.properties.$pathname })
        }
      }`);
    expect(message).toContain('without end.');
    expect(message).not.toContain('processEvent');
  });
});

describe('what may be no address or no JSON', () => {
  const opened = (parse: string, given = 'event.properties.link'): string => `
    export async function onEvent(event) {
      ${parse}
      if (!url) return
      await posthog.capture('link opened', { link: ${given} })
    }`;

  it.each([
    ['where nothing was before', 'let url = null; try { url = new URL(event.properties.link) } catch {}'],
    [
      'where something is put in its place',
      'let url; try { url = new URL(event.properties.link) } catch { url = false }',
    ],
    ['where it is JSON', 'let url = null; try { url = JSON.parse(event.properties.link) } catch {}'],
    [
      'where a helper asks',
      'const parse = (link) => { try { return new URL(link) } catch { return null } }; const url = parse(event.properties.link)',
    ],
  ])('is told of as certain with an event that has one, %s', (_title, parse) => {
    expect(messageOf(opened(parse))).toContain('is captured again, without end.');
  });

  it('also where the address is handed on', () => {
    const parse = 'let url = null; try { url = new URL(event.properties.link) } catch {}';
    expect(messageOf(opened(parse, 'url.href'))).toContain('is captured again, without end.');
  });

  it('ends where it is captured without one', () => {
    const parse = 'let url = null; try { url = new URL(event.properties.link) } catch {}';
    expect(messageOf(opened(parse, "'none'"))).toContain('ends there: `!url` stops it');
  });

  it('is known of an address in the code', () => {
    const parse = "let url = null; try { url = new URL('https://example.com/') } catch {}";
    expect(messageOf(opened(parse, "'none'"))).toContain('is captured again, without end.');
  });

  it('stays open where a setting has it, and is not told as what the variable began with', () => {
    const message = messageOf(`
      export async function onEvent(event, { config }) {
        let url = null
        try { url = new URL(config.link) } catch {}
        if (!url) return
        await posthog.capture('link opened')
      }`);
    expect(message).toContain('may be captured again');
    expect(message).not.toContain('is `null`');
  });

  it('does not make certain what a request decides', () => {
    const message = messageOf(`
      export async function onEvent(event) {
        let url = null
        try { url = new URL(event.properties.link); await fetch(url) } catch { url = null }
        if (!url) return
        await posthog.capture('link opened', { link: event.properties.link })
      }`);
    expect(message).toContain('may be captured again');
  });
});

describe('where a request is made on the way', () => {
  const lead = (before: string, after: string): string => `
    export function setupPlugin({ config, global }) { global.map = JSON.parse(config.map) }
    export async function onEvent(event, { global }) {
      ${before}
      const response = await fetch('https://crm.example/leads', { method: 'POST', body: JSON.stringify(event.properties) })
      if (!response.ok) throw new Error('refused')
      ${after}
    }`;

  it('what is read by the name of the event decides, and not whether the request failed', () => {
    const code = lead(
      'const object = global.map[event.event]; if (object) return',
      "await posthog.capture('lead created')",
    );
    expect(messageOf(code)).toContain(
      "It ends only where a setting names 'lead created', in `object`, where `object` is `global.map[event.event]`",
    );
  });

  it('that is told as no guard where nothing else decides', () => {
    expect(messageOf(lead('', "await posthog.capture('lead created')"))).toContain(
      '`!response.ok` asks whether a request has failed, which is no guard.',
    );
  });

  it('a status in an answer is not taken for that', () => {
    const code = lead(
      '',
      "if ((await response.json()).status === 'known') return; await posthog.capture('lead created')",
    );
    expect(messageOf(code.replace("if (!response.ok) throw new Error('refused')", ''))).toContain(
      ".status === 'known'`",
    );
  });

  it('nor is an `ok` in it', () => {
    const code = lead(
      '',
      "const answer = await response.json(); if (answer.ok) return; await posthog.capture('lead created')",
    );
    expect(messageOf(code.replace("if (!response.ok) throw new Error('refused')", ''))).toContain(
      'Whether it ends depends on `answer.ok`, where `answer` is `await response.json()`.',
    );
  });

  it('a setting that has to name the event is told before a number that is made of it', () => {
    const message = messageOf(`
      export async function processEvent(event, { config }) {
        const kept = require('crypto').createHash('md5').update(event.distinct_id).digest()[0] < 100
        if (kept) return event
        if (config.always.split(',').includes(event.event)) return event
        await posthog.capture('sampled out')
        return null
      }`);
    expect(message).toContain("It ends only where a setting names 'sampled out'");
  });

  it('a property that has it is told as what the event is asked for', () => {
    const code = lead(
      'if (event.properties.lead) return',
      "await posthog.capture('lead created', { lead: (await response.json()).id })",
    );
    expect(messageOf(code)).toContain('Whether it ends depends on `event.properties.lead`.');
  });
});

describe('a helper that is given a list', () => {
  const exporter = (given: string): string => `
    async function send(batch, config) {
      if (batch.length === 0) return
      await fetch(\`https://\${config.host}/batch/\`, { method: 'POST', body: JSON.stringify({ api_key: config.key, batch }) })
    }
    const isWanted = (event, config) => !config.ignored.split(',').includes(event.event) && !event.properties.$sent
    export const exportEvents = async (events, { config }) => {
      ${given}
    }`;

  it.each([
    ['may-loop', 'Whether it ends depends on a setting, in `isWanted(event, config)`.', '{ ...event }'],
    [
      'ends',
      '`isWanted(event, config)` stops it, because its `$sent` is true.',
      '{ ...event, properties: { ...event.properties, $sent: true } }',
    ],
  ])('is told of as what fills that: %s', (_grade, reason, made) => {
    const given = `const batch = events.filter((event) => isWanted(event, config)).map((event) => (${made})); await send(batch, config)`;
    expect(messageOf(exporter(given))).toContain(reason);
  });
});

describe('of several conditions on the way', () => {
  it('a limit in a helper is told, and not the call of the helper', () => {
    const message = messageOf(`
      const MAX = 6
      async function deliver(payload, attempt) {
        if (attempt + 1 >= MAX) return
        await posthog.capture('delivered', { distinct_id: payload.user, attempt: attempt + 1 })
      }
      export async function onEvent(event) { await deliver({ user: event.distinct_id }, event.properties?.attempt || 0) }`);
    expect(message).toContain('`attempt + 1 >= MAX` stops it');
  });

  it('that of the `else if` is told that the call stands behind', () => {
    const chosen = messageOf(`
      export async function onEvent(event, { storage }) {
        const gap = Number(await storage.get(event.distinct_id, 0)) - 1
        if (gap > LIMIT) console.log('away')
        else if (gap === 0) await posthog.capture('first seen')
      }
      const LIMIT = 30 * 24`);
    expect(chosen).toContain('`gap === 0`');
  });

  it('one that leaves early is told, also where no first event may be there', () => {
    expect(
      messageOf(
        "export function onEvent(event) { if (!event.distinct_id) return; posthog.capture('x', { distinct_id: '' }) }",
      ),
    ).toContain('`!event.distinct_id` stops it');
  });

  it('a variable of another class that sends through the same call is none of them', () => {
    const code = `
      class Handler {
        async handle(event) {
          if (!this.matches(event)) return false
          await posthog.capture(this.name, { distinct_id: event.distinct_id, ...this.props(event) })
          return true
        }
        props() { return {} }
      }
      class Revenue extends Handler {
        name = 'revenue'
        matches(event) { return typeof event.properties?.amount === 'number' && event.properties.amount > 0 }
        props(event) { return { amount: -event.properties.amount } }
      }
      class Activation extends Handler {
        name = 'activated'
        done = new Set()
        matches(event) { return event.event === 'project created' && !this.done.has(event.distinct_id) }
        props(event) { this.done.add(event.distinct_id); return {} }
      }
      const handlers = [new Revenue(), new Activation()]
      export async function onEvent(event) { for (const handler of handlers) if (await handler.handle(event)) break }`;
    const messages = findingsIn(code).map(({ message }) => message);
    expect(messages.join()).not.toContain('depends on a variable');
  });

  it('a mark that is written otherwise is told where else only a request may fail', () => {
    const message = messageOf(`
      export async function onEvent(event) {
        if (event.properties?.$lib === 'posthog-plugins-server') return
        const response = await fetch('https://company.example')
        if (!response.ok) throw new Error('refused')
        await posthog.capture('company seen', { distinct_id: event.distinct_id })
      }`);
    expect(message).toContain("does not stop it, because its `$lib` is 'posthog-plugin-server'");
  });
});
