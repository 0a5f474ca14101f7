/** Makes apps by chance, with calls and guards of many kinds, and runs them for real, with each captured event fed back. */

interface Sample {
  readonly event: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** A small generator of pseudo-random numbers (mulberry32), so that a seed always gives the same app. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const names = ['a', 'b', 'c', '$d', 'e', 'f'];
const keys = ['p', 'q'];

export class AppMaker {
  readonly #random: () => number;
  readonly #declarations: string[] = [];
  #count = 0;

  constructor(seed: number) {
    this.#random = randomFrom(seed);
  }

  /** The text of an app. */
  make(): string {
    const entry = this.#pick(['onEvent', 'processEvent']);
    const second = this.#chance(0.3);
    const body = this.#guards() + this.#changes() + this.#statements(1 + this.#below(2), 2);
    const other = second ? this.#guards() + this.#statements(1, 1) : '';
    const otherName = entry === 'onEvent' ? 'processEvent' : 'onEvent';
    const handlers = [this.#handler(entry, body), ...(second ? [this.#handler(otherName, other)] : [])];
    return `${this.#declarations.join('\n')}\nmodule.exports = {\n${handlers.join(',\n')}\n}\n`;
  }

  /** Some take a property away, or fail before they come to what they are for. */
  #changes(): string {
    const key = this.#pick(keys);
    switch (this.#below(8)) {
      case 0:
        return `delete event.properties.${key};\n`;
      case 1:
        return `try {\n${this.#failure()}\nif (${this.#condition(0)}) throw new Error('stop');\n} catch { ${this.#capture()} }\n`;
      case 2:
        return `if (${this.#condition(0)}) throw new Error('stop');\n`;
      default:
        return '';
    }
  }

  /** What throws for any event, or for none. */
  #failure(): string {
    return this.#pick([
      'event.properties instanceof event.event',
      "'a' in event.event",
      "JSON.parse('{')",
      "JSON.parse('{}')",
      "'a'.repeat(2)",
      "'a'.repeat(-1)",
      '(1).trim?.()',
    ]);
  }

  /** Most handlers begin with tests. */
  #guards(): string {
    return Array.from({ length: this.#below(4) }, () => `if (${this.#condition(2)}) return;\n`).join('');
  }

  #handler(name: string, body: string): string {
    const end = name === 'processEvent' ? '\n  return event' : '';
    const text = name === 'processEvent' ? body.replaceAll(/\breturn;/g, 'return event;') : body;
    return `  ${name}(event) {\n${text}${end}\n  }`;
  }

  #statements(count: number, depth: number): string {
    return Array.from({ length: count }, () => this.#statement(depth)).join('\n');
  }

  #statement(depth: number): string {
    const roll = 1 + this.#below(depth > 0 ? 8 : 1);
    switch (roll) {
      case 1:
        return this.#capture();
      case 2:
        return `if (${this.#condition(2)}) return;`;
      case 3:
        return `if (${this.#condition(2)}) {\n${this.#statements(1 + this.#below(2), depth - 1)}\n}`;
      case 4:
        return `if (${this.#condition(1)}) {\n${this.#statements(1, depth - 1)}\n} else {\n${this.#statements(1, depth - 1)}\n}`;
      case 5:
        return this.#switch(depth);
      case 6:
        return this.#helperCall(depth);
      case 7:
        return `for (const one of ${this.#list()}) {\n${this.#chance(0.5) ? `if (event.event === one) continue;\n` : ''}${this.#capture('one')}\n}`;
      default: {
        const flag = `v${(this.#count += 1)}`;
        return `const ${flag} = ${this.#condition(2)}; if (${this.#chance(0.5) ? '!' : ''}${flag}) { ${this.#capture()} }`;
      }
    }
  }

  #switch(depth: number): string {
    const first = this.#pick(names);
    const second = this.#pick(names.filter((name) => name !== first));
    const stop = this.#pick(['break;', 'return;', '']);
    return `switch (event.event) {\ncase '${first}':\n${this.#statements(1, depth - 1)}\n${stop}\ncase '${second}':\n${this.#statements(1, depth - 1)}\nbreak;\ndefault:\n${this.#chance(0.5) ? this.#capture() : ''}\n}`;
  }

  /** A function of its own, called in one of several ways. */
  #helperCall(depth: number): string {
    const name = `f${(this.#count += 1)}`;
    const body = this.#statements(1 + this.#below(2), depth - 1);
    switch (this.#below(6)) {
      case 0:
        this.#declarations.push(`function ${name}(event) {\n${body}\n}`);
        return `${name}(event);`;
      case 1:
        this.#declarations.push(`const ${name} = { run(event) {\n${body}\n} };`);
        return `${name}.run(event);`;
      case 2:
        this.#declarations.push(
          `class C${name} { constructor(event) { this.event = event }\nrun() { const event = this.event;\n${body}\n} }`,
        );
        return `new C${name}(event).run();`;
      case 3:
        this.#declarations.push(`const ${name} = (make) => (event) => make(event);`);
        return `${name}((event) => {\n${body}\n})(event);`;
      case 4:
        return `[event].forEach((event) => {\n${body}\n});`;
      default:
        this.#declarations.push(`const ${name} = new Map([['run', (event) => {\n${body}\n}]]);`);
        return `${name}.get('run')(event);`;
    }
  }

  #capture(extra?: string): string {
    const name = extra !== undefined && this.#chance(0.5) ? extra : this.#name();
    return `posthog.capture(${name}${this.#chance(0.6) ? `, ${this.#properties()}` : ''});`;
  }

  #name(): string {
    const roll = this.#below(24);
    if (roll === 0) return 'event.event';
    if (roll === 1) return '`x${event.event}`';
    if (roll === 2) return `event.event + '_y'`;
    if (roll === 3) return this.#constant();
    return `'${this.#pick(names)}'`;
  }

  #constant(): string {
    const name = `K${(this.#count += 1)}`;
    this.#declarations.push(`const ${name} = '${this.#pick(names)}';`);
    return name;
  }

  #properties(): string {
    const key = this.#pick(keys);
    switch (this.#below(8)) {
      case 0:
        return '{ ...event.properties }';
      case 4:
        return `{ ${key}: true, ...event.properties }`;
      case 5:
        return `(({ ${key}: _left, ...rest }) => rest)(event.properties)`;
      case 6:
        return `Object.fromEntries(Object.entries(event.properties).filter(([name]) => name !== '${key}'))`;
      case 1:
        return `{ ...event.properties, ${key}: true }`;
      case 2:
        return `{ ${key}: event.properties.${key} }`;
      case 3:
        return `Object.assign({}, event.properties, { ${key}: 1 })`;
      default:
        return `{ ${key}: true }`;
    }
  }

  #list(): string {
    return `['${this.#pick(names)}', '${this.#pick(names)}']`;
  }

  #condition(depth: number): string {
    const key = this.#pick(keys);
    const roll = this.#below(depth > 0 ? 18 : 15);
    switch (roll) {
      case 0:
      case 1:
        return `event.event === '${this.#pick(names)}'`;
      case 2:
        return `event.event !== '${this.#pick(names)}'`;
      case 3:
        return `${this.#list()}.includes(event.event)`;
      case 4:
        return `new Set(${this.#list()}).has(event.event)`;
      case 5:
        return `event.properties.${key}`;
      case 6:
        return `event.properties.${key} === true`;
      case 7:
        return `event.event.startsWith('${this.#pick(['$', 'x', 'a'])}')`;
      case 8:
        return `event.event.endsWith('_y')`;
      case 9:
        return this.#predicate();
      case 10:
        return `${this.#list()}.indexOf(event.event) ${this.#pick(['!==', '==='])} -1`;
      case 11:
        return `event.event in { ${this.#pick(['a', 'b'])}: 1, c: 2 }`;
      case 12:
        return `'${key}' in event.properties`;
      case 13:
        return `Object.hasOwn(event.properties, '${key}')`;
      case 14:
        return `typeof event.properties.${key} === '${this.#pick(['boolean', 'number', 'text'])}'`;
      case 15:
        return `!(${this.#condition(depth - 1)})`;
      case 16:
        return `(${this.#condition(depth - 1)} && ${this.#condition(depth - 1)})`;
      default:
        return `(${this.#condition(depth - 1)} || ${this.#condition(depth - 1)})`;
    }
  }

  #predicate(): string {
    const name = `is${(this.#count += 1)}`;
    const condition = this.#condition(0);
    this.#declarations.push(
      this.#chance(0.5)
        ? `const ${name} = (event) => ${condition};`
        : `function ${name}(event) { if (${condition}) return true; return ${this.#condition(0)} }`,
    );
    return `${name}(event)`;
  }

  #pick<T>(from: readonly T[]): T {
    const found = from[this.#below(from.length)];
    if (found === undefined) throw new Error('There is nothing to pick.');
    return found;
  }

  #below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  #chance(probability: number): boolean {
    return this.#random() < probability;
  }
}

/** Events in a row after which it goes on for ever: names here grow without end, or events repeat. */
const forEver = 24;

/** Runs an app: whether some event makes it capture without end. */
export function reallyLoops(text: string): boolean {
  const app = load(text);
  const finished = new Set<string>();
  return samples().some((sample) => leadsOn(sample, [], app, finished));
}

type Handle = (event: Sample) => readonly Sample[];

function leadsOn(event: Sample, before: readonly string[], handle: Handle, finished: Set<string>): boolean {
  const key = JSON.stringify(event);
  if (before.includes(key) || before.length > forEver) return true;
  if (finished.has(key)) return false;
  const captured = handle(event);
  if (captured.some((next) => leadsOn(next, [...before, key], handle, finished))) return true;
  finished.add(key);
  return false;
}

function load(text: string): Handle {
  const captured: Sample[] = [];
  const posthog = {
    capture(event: string, properties: Record<string, unknown> = {}) {
      const { timestamp: _timestamp, ...rest } = properties;
      // What is undefined gets lost on the way.
      const sent = JSON.stringify({ event, properties: { $lib: 'posthog-plugin-server', ...rest } });
      captured.push(JSON.parse(sent) as Sample);
    },
  };
  const module: { exports: Record<string, ((event: unknown) => unknown) | undefined> } = { exports: {} };
  // oxlint-disable-next-line typescript/no-implied-eval -- the app was made a moment ago, by this very file
  const run = new Function('module', 'posthog', text) as (module: unknown, posthog: unknown) => void;
  run(module, posthog);
  const { processEvent, onEvent } = module.exports;
  return (sample) => {
    captured.length = 0;
    const event = { event: sample.event, properties: { ...sample.properties } };
    const processed = processEvent === undefined ? event : orElse(event, () => processEvent(event));
    if (processed !== undefined && processed !== null) orElse(undefined, () => onEvent?.(processed));
    return [...captured];
  };
}

/** What a handler gives; where it throws, the event goes on as it was (reference 2.4). */
function orElse(event: unknown, run: () => unknown): unknown {
  try {
    return run();
  } catch {
    return event;
  }
}

/** Every name that matters, with every combination of properties that matters. */
function samples(): readonly Sample[] {
  const all = [
    ...names,
    'other',
    'xother',
    'other_y',
    '$other',
    'aother',
    'xa_y',
    'a_y',
    'xa',
    '$x_y',
    '$d_y',
    'axx_y',
  ];
  const values = [undefined, true, 1, 0, ''];
  return all.flatMap((event) =>
    values.flatMap((p) =>
      values.map((q) => ({
        event,
        properties: { ...(p === undefined ? {} : { p }), ...(q === undefined ? {} : { q }) },
      })),
    ),
  );
}
