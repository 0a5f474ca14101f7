/** The `vm` context of the app and the few functions that reach out of it. */
import { randomUUID } from 'node:crypto';
import vm from 'node:vm';
import type { EventRange, FromSandbox, ItemLetter, LoadMessage, ToSandbox } from '../../protocol/sandbox.ts';
import { EventQueue } from './eventQueue.ts';
import type { Outbox } from './outbox.ts';
import { noPackages, type RequirePackage } from './packages.ts';
import { SourceMaps } from '../sourceMaps/sourceMaps.ts';
import { answerService } from './services.ts';
import { syntaxStack } from './syntaxPlace.ts';

/** Names of the app's files in stacks, so that the runner can tell them from ours. */
const appScheme = 'posthog-app:///';

/** Entered with a limit: the context has its own microtask queue, which is emptied before the entry ends. */
const spinLimitAtStartMs = 10_000;

interface InstalledRealm {
  readonly report: (thrown: unknown) => void;
  readonly importError: () => unknown;
  readonly pump: (hasEvents: boolean) => void;
}

export class AppContext {
  readonly #realm: vm.Context;
  readonly #waiting: string[] = [];
  readonly #outbox: Outbox;
  readonly #events: EventQueue;
  /** While a rejection is told: the events that it may be of. */
  #rejected: EventRange | undefined;
  readonly #onSpin: () => void;
  readonly #pump: vm.Script;
  /** The same, and events of the list. */
  readonly #pumpEvents: vm.Script;
  readonly #report: (thrown: unknown) => void;
  readonly #refuseImport: () => never;
  #isEnteringSoon = false;
  readonly #enterForEvents = (): void => {
    this.#isEnteringSoon = false;
    this.#enter(this.#pumpEvents);
  };
  #app: LoadMessage | undefined;
  #maps: SourceMaps | undefined;
  #spinLimitMs: number | null = spinLimitAtStartMs;

  /**
   * @param codeOf the bundle that makes the realm's globals, and Node's streams for it where the app uses them.
   * @param outbox sends to the runner.
   * @param onSpin the app ran on without a pause for too long.
   * @param packages loads packages of the app; it shares Node's queue of promises with them then.
   */
  constructor(
    codeOf: (name: 'context' | 'streams') => string,
    outbox: Outbox,
    onSpin: () => void,
    packages?: RequirePackage,
  ) {
    this.#realm = vm.createContext(
      vm.constants.DONT_CONTEXTIFY,
      packages === undefined ? { microtaskMode: 'afterEvaluate' } : {},
    );
    this.#outbox = outbox;
    this.#events = new EventQueue(outbox);
    this.#onSpin = onSpin;
    this.#runScript(this.#script(codeOf('context'), 'posthog-runtime:///context.js'));
    const install = this.#runScript(
      new vm.Script(
        '{ const install = __pluginHostInstall; delete globalThis.__pluginHostInstall; install; }',
      ),
    ) as (
      send: (kind: string, payload: string) => string,
      runEntry: () => void,
      compile: (path: string) => unknown,
      step: (letter: ItemLetter | '', detail: string) => string,
      requirePackage: RequirePackage,
      compileStreams: () => unknown,
    ) => InstalledRealm;
    const installed = install(
      (kind, payload) => this.#receive(kind, payload),
      () => this.#runEntry(),
      (path) => this.#compile(path),
      (letter, detail) => this.#events.step(letter, detail),
      packages ?? noPackages,
      () => this.#compileStreams(codeOf('streams')),
    );
    this.#report = installed.report;
    // Node's own refusal would be an object of its realm in the hands of the app.
    this.#refuseImport = (): never => {
      // Node rejects the promise after this, outside of the realm, whose own queue has to be emptied for it.
      setImmediate(() => this.#enter());
      throw installed.importError();
    };
    // A name of the scope of scripts, which no object lists, and which the app cannot guess.
    const pump = `__pluginHostPump${randomUUID().replaceAll('-', '')}`;
    const keep = this.#script(`let ${pump}; (value) => { ${pump} = value; }`, 'posthog-runtime:///pump.js');
    (this.#runScript(keep) as (value: InstalledRealm['pump']) => void)(installed.pump);
    this.#pump = this.#script(`${pump}(false)`, 'posthog-runtime:///pump.js');
    this.#pumpEvents = this.#script(`${pump}(true)`, 'posthog-runtime:///pump.js');
  }

  /** Never throws: whatever the app does stays inside. */
  deliver(message: ToSandbox): void {
    if (message.type === 'load') {
      this.#app = message;
      this.#spinLimitMs = message.longestSpinMs;
      // What `module` and `exports` are while the app's script runs: two different objects (reference 2.1).
      this.#runScript(
        this.#script('const module = { exports: {} }; let exports = {};', 'posthog-runtime:///scope.js'),
      );
    }
    if (message.type === 'list') this.#events.context.beginList();
    if (message.type === 'call' || message.type === 'timer') {
      this.#events.context.endList();
      this.#outbox.sendAtOnce();
    }
    if (message.type === 'events') {
      // They enter the realm when it asks for the next.
      this.#events.add(message);
      // With those that were read with it.
      this.#enterSoon((enter) => process.nextTick(enter));
      return;
    }
    this.#waiting.push(JSON.stringify(message));
    // The first events of a list come right behind it.
    if (message.type !== 'list') this.#enter();
  }

  /** Something of the app was rejected and nobody handles it. The value is handed over untouched. */
  reportRejection(thrown: unknown): void {
    const { context } = this.#events;
    if (context.isProbe(thrown)) return;
    this.#rejected = context.eventsOfRejection();
    try {
      this.#report(thrown);
    } finally {
      this.#rejected = undefined;
    }
  }

  /** Has to be called before code of the app runs; the rejection is for {@link reportRejection}. */
  probe(): void {
    this.#events.context.probe();
  }

  /** What was settled outside of the context waits for an entry: the context has a queue of its own. */
  wake(): void {
    this.#enter();
  }

  /** @param script takes the messages that wait. */
  #enter(script: vm.Script = this.#pump): void {
    this.#events.beginTurn();
    try {
      this.#runScript(script, this.#spinLimitMs);
    } catch {
      // Only the limit on running without a pause gets here: the realm catches all that the app throws.
      this.#onSpin();
    }
    this.#outbox.flush();
    // The turn is over: whoever waits for this process is served before the next.
    if (!this.#events.isEmpty) this.#enterSoon(setImmediate);
  }

  /** Lists that have come together share one entry, which costs more than many events. */
  #enterSoon(when: (callback: () => void) => void): void {
    if (this.#isEnteringSoon) return;
    this.#isEnteringSoon = true;
    when(this.#enterForEvents);
  }

  /** @param timeout null for none: the limit costs more than most events. */
  #runScript(script: vm.Script, timeout: number | null = spinLimitAtStartMs): unknown {
    // displayErrors would read the stack of an app's error from this realm.
    const limit = timeout === null ? {} : { timeout };
    return script.runInContext(this.#realm, { ...limit, displayErrors: false });
  }

  #receive(kind: string, payload: string): string {
    if (kind === 'next') return this.#waiting.shift() ?? '';
    if (kind === 'event') return this.#events.currentText;
    if (kind === 'stack') return this.#asWritten(payload);
    if (kind.startsWith('service:')) return answerService(kind.slice('service:'.length), payload);
    const message = messageOf(kind, payload);
    const events = this.#rejected;
    this.#outbox.post(message.type === 'note' && events !== undefined ? { ...message, events } : message);
    return '';
  }

  /** A stack that the app reads, with the author's lines; the maps are read when the first one is. */
  #asWritten(stack: string): string {
    if (this.#app === undefined) return stack;
    this.#maps ??= SourceMaps.from(this.#app.maps);
    return this.#maps.asWritten(stack);
  }

  #runEntry(): void {
    const entry = this.#app?.entry;
    if (entry === undefined) return;
    let script: vm.Script;
    try {
      script = this.#script(entry.code, appScheme + entry.path);
    } catch (error) {
      throw Object.assign(error as Error, { stack: syntaxStack(error as Error) });
    }
    this.#outbox.post({ type: 'phase', isOfApp: true });
    script.runInContext(this.#realm, { displayErrors: false });
  }

  /** @returns the stack of the error as text where the file is no code: the app may catch it. */
  #compile(path: string): unknown {
    const file = this.#app?.files.find((candidate) => candidate.path === path);
    this.#outbox.post({ type: 'phase', isOfApp: false });
    try {
      return vm.compileFunction(file?.code ?? '', ['exports', 'module', '__pluginHostImports'], {
        filename: appScheme + path,
        parsingContext: this.#realm,
        importModuleDynamically: () => this.#refuseImport(),
      });
    } catch (error) {
      return this.#asWritten(syntaxStack(error as Error));
    } finally {
      this.#outbox.post({ type: 'phase', isOfApp: true });
    }
  }

  /** A function of the realm that makes them: to run a script would also do what waits among the app's promises. */
  #compileStreams(code: string): unknown {
    return vm.compileFunction(code, [], {
      filename: 'posthog-runtime:///streams.js',
      parsingContext: this.#realm,
      importModuleDynamically: () => this.#refuseImport(),
    });
  }

  #script(code: string, filename: string): vm.Script {
    return new vm.Script(code, { filename, importModuleDynamically: () => this.#refuseImport() });
  }
}

/** The realm says what kind of message it is; its type is set here, so that the app cannot claim another. */
function messageOf(kind: string, payload: string): FromSandbox {
  const message = JSON.parse(payload) as FromSandbox;
  return kind === 'ask' || kind === 'note' ? ({ ...message, type: kind } as FromSandbox) : message;
}
