/** Apps without a process of their own: called as they are, in a `node:vm` context, or as the original does, vm2 with Babel. */
import { createRequire } from 'node:module';
import vm from 'node:vm';
import type { Json } from '../../../protocol/trace.ts';
import type { Contender } from './contender.ts';
import { compiled, ownProcessorMs } from './process.ts';

export type Way = 'call' | 'vm' | 'vm2';

type ProcessEvent = (event: Json) => unknown;

/** What PostHog 1.10.5 takes of Babel, and the shape of its guards, written anew: reference 4.1 and 4.5. */
interface Babel {
  transform(code: string, options: object): { readonly code: string };
}

interface BabelApi {
  readonly types: Record<string, (...values: readonly unknown[]) => unknown>;
  readonly template: (text: string) => (parts: object) => unknown;
}

interface BabelPath {
  readonly node: Record<string, unknown>;
  readonly scope: { generateUidIdentifier(name: string): unknown };
  insertBefore(node: unknown): void;
  ensureBlock(): void;
  get(name: string): { unshiftContainer(name: string, node: unknown): void };
  replaceWith(node: unknown): void;
}

const captured: unknown[] = [];
const posthog = {
  async capture(event: string, properties: object = {}): Promise<void> {
    captured.push({ event, properties });
    if (captured.length > 1000) captured.length = 0;
  },
};

/** A loop looks at the clock at each turn, and each await races against a timer that nobody clears. */
function guards(babel: BabelApi): object {
  const { types: t } = babel;
  const start = babel.template('const START = Date.now();');
  const check = babel.template(
    'if (Date.now() - START > 30000) throw new Error("Script execution timed out after looping for 30 seconds");',
  );
  const loop = (path: BabelPath): void => {
    const id = path.scope.generateUidIdentifier('start');
    path.insertBefore(start({ START: id }));
    path.ensureBlock();
    path.get('body').unshiftContainer('body', check({ START: id }));
  };
  return {
    visitor: {
      WhileStatement: loop,
      DoWhileStatement: loop,
      ForStatement: loop,
      AwaitExpression(path: BabelPath): void {
        const { argument } = path.node as {
          readonly argument: { readonly callee?: { readonly name?: string } };
        };
        if (argument.callee?.name === '__asyncGuard') return;
        path.replaceWith(
          t['awaitExpression']?.(t['callExpression']?.(t['identifier']?.('__asyncGuard'), [argument])),
        );
      },
    },
  };
}

const asyncGuard = async (value: unknown): Promise<unknown> =>
  Promise.race([
    value,
    new Promise((_, reject) => {
      setTimeout(() => reject(new Error('timed out after promise waited for 30 seconds')), 30_000);
    }),
  ]);

/** Modules of the original's way, from the folder where the benchmark installed them; loaded when first needed. */
function original(folder: string): { readonly babel: Babel; readonly VM: new (options: object) => Vm2 } {
  const load = createRequire(`${folder}/package.json`);
  const { VM } = load('vm2') as { readonly VM: new (options: object) => Vm2 };
  return { babel: load('@babel/standalone') as Babel, VM };
}

interface Vm2 {
  run(code: string): unknown;
  freeze(value: unknown, name: string): void;
}

function loadVm2(source: string, folder: string): ProcessEvent {
  const { babel, VM } = original(folder);
  const { code } = babel.transform(source, {
    envName: 'production',
    code: true,
    babelrc: false,
    configFile: false,
    filename: 'index.ts',
    presets: ['typescript', ['env', { targets: { node: process.versions.node } }]],
    plugins: [guards],
  });
  const machine = new VM({ timeout: 30_001, sandbox: {} });
  machine.freeze(posthog, 'posthog');
  machine.freeze(asyncGuard, '__asyncGuard');
  const found = machine.run(
    `const module = { exports: {} }; let exports = {};\n${code}\n;exports.processEvent`,
  ) as ProcessEvent;
  return (event) => asyncGuard(found(event));
}

function load(way: Way, source: string, vm2Folder: string): ProcessEvent {
  if (way === 'vm2') return loadVm2(source, vm2Folder);
  const code = compiled(source);
  const exports: { processEvent?: ProcessEvent } = {};
  if (way === 'vm') {
    const context = vm.createContext({ exports, posthog });
    new vm.Script(code).runInContext(context);
  } else {
    vm.compileFunction(code, ['exports', 'posthog'])(exports, posthog);
  }
  if (exports.processEvent === undefined) throw new Error('The app has no processEvent.');
  return exports.processEvent;
}

/** @param vm2 folder in which vm2 and Babel are installed. */
export function inProcess(way: Way, vm2: string): Contender {
  let processEvent: ProcessEvent = (event) => event;
  /** Apps stay loaded, as in a server. */
  const kept: ProcessEvent[] = [];
  return {
    async load(source) {
      const startedAt = performance.now();
      processEvent = load(way, source, vm2);
      kept.push(processEvent);
      await processEvent({ event: 'first', properties: {} });
      return performance.now() - startedAt;
    },
    async measure(event, ms) {
      const text = JSON.stringify(event);
      const startedAt = performance.now();
      let count = 0;
      while (performance.now() - startedAt < ms) {
        // Each event comes as text and is read, as everywhere else here.
        for (let i = 0; i < 50; i += 1) await processEvent(JSON.parse(text) as Json);
        count += 50;
        // Timers get their turn, as in a server.
        await new Promise((resolve) => setImmediate(resolve));
      }
      return (count / (performance.now() - startedAt)) * 1000;
    },
    processorMs: () => Promise.resolve(ownProcessorMs()),
    memory: () => Promise.resolve(process.memoryUsage.rss()),
    end: () => Promise.resolve(),
  };
}
