/** The `vm` context of the app and the three functions that reach out of it. */
import vm from 'node:vm';
import type { FromSandbox, LoadMessage, ToSandbox } from '../../protocol/sandbox.ts';
import { answerService } from './services.ts';

/** Names of the app's files in stacks, so that the runner can tell them from ours. */
const appScheme = 'posthog-app:///';

/** Entered with a limit: the context has its own microtask queue, which is emptied before the entry ends. */
const spinLimitAtStartMs = 10_000;

export class AppContext {
  readonly #realm = vm.createContext(vm.constants.DONT_CONTEXTIFY, { microtaskMode: 'afterEvaluate' });
  readonly #waiting: string[] = [];
  readonly #post: (message: FromSandbox) => void;
  readonly #pump: vm.Script;
  readonly #report: (thrown: unknown) => void;
  #app: LoadMessage | undefined;
  #spinLimitMs = spinLimitAtStartMs;

  /**
   * @param contextCode the bundle that makes the realm's globals.
   * @param post sends to the runner.
   */
  constructor(contextCode: string, post: (message: FromSandbox) => void) {
    this.#post = post;
    this.#runScript(new vm.Script(contextCode, { filename: 'posthog-runtime:///context.js' }));
    const install = this.#runScript(
      new vm.Script(
        '{ const install = __pluginHostInstall; delete globalThis.__pluginHostInstall; install; }',
      ),
    ) as (
      send: (kind: string, payload: string) => string,
      runEntry: () => void,
      compile: (path: string) => unknown,
    ) => (thrown: unknown) => void;
    this.#report = install(
      (kind, payload) => this.#receive(kind, payload),
      () => this.#runEntry(),
      (path) => this.#compile(path),
    );
    this.#pump = new vm.Script('__pluginHostPump()', { filename: 'posthog-runtime:///pump.js' });
  }

  /** @throws ERR_SCRIPT_EXECUTION_TIMEOUT where the app runs on without a pause for too long. */
  deliver(message: ToSandbox): void {
    if (message.type === 'load') {
      this.#app = message;
      this.#spinLimitMs = message.longestSpinMs;
      // What `module` and `exports` are while the app's script runs: two different objects (reference 2.1).
      this.#runScript(new vm.Script('const module = { exports: {} }; let exports = {};'));
    }
    this.#waiting.push(JSON.stringify(message));
    this.#enter();
  }

  /** Something of the app was rejected and nobody handles it. The value is handed over untouched. */
  reportRejection(thrown: unknown): void {
    this.#report(thrown);
  }

  #enter(): void {
    this.#runScript(this.#pump, this.#spinLimitMs);
  }

  #runScript(script: vm.Script, timeout = spinLimitAtStartMs): unknown {
    // displayErrors would read the stack of an app's error from this realm.
    return script.runInContext(this.#realm, { timeout, displayErrors: false });
  }

  #receive(kind: string, payload: string): string {
    if (kind === 'next') return this.#waiting.shift() ?? '';
    if (kind.startsWith('service:')) return answerService(kind.slice('service:'.length), payload);
    this.#post(messageOf(kind, payload));
    return '';
  }

  #runEntry(): void {
    const entry = this.#app?.entry;
    if (entry === undefined) return;
    new vm.Script(entry.code, { filename: appScheme + entry.path }).runInContext(this.#realm, {
      displayErrors: false,
    });
  }

  #compile(path: string): unknown {
    const file = this.#app?.files.find((candidate) => candidate.path === path);
    return vm.compileFunction(file?.code ?? '', ['exports', 'module', '__pluginHostImports'], {
      filename: appScheme + path,
      parsingContext: this.#realm,
    });
  }
}

/** The realm says what kind of message it is; its type is set here, so that the app cannot claim another. */
function messageOf(kind: string, payload: string): FromSandbox {
  const message = JSON.parse(payload) as FromSandbox;
  return kind === 'ask' || kind === 'note' ? ({ ...message, type: kind } as FromSandbox) : message;
}
