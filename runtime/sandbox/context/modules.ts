/** What imports mean inside an app: PostHog's packages, made in this context, and the app's other files. */
import { Buffer } from './buffer.ts';
import { createBuffer } from './contrib.ts';
import { cryptoModule } from './cryptoModule.ts';
import { entryExports } from './appExports.ts';
import { describeFailure, SetupProblem } from './failure.ts';
import { fetch } from './fetch.ts';
import { compile, requirePackage } from './host.ts';
import { named } from './named.ts';
import { readOnly, withHandler } from './readOnly.ts';
import { RetryError } from './retryError.ts';
import { streams } from './stream.ts';
import { urlModule } from './urlModule.ts';
import { zlibModule } from './zlibModule.ts';
import type { CompiledFile, LoadMessage } from '../../../protocol/sandbox.ts';
import { forAll, listHas } from './lists.ts';
import { OwnMap } from './ownMap.ts';

type FilesAndPackages = Pick<LoadMessage, 'entry' | 'files' | 'packages' | 'packageProblems'>;

/** Packages that work with nothing installed. */
const provided: Readonly<Record<string, object>> = {
  '@posthog/plugin-contrib': { createBuffer },
  '@posthog/plugin-scaffold': { RetryError, MetricsOperation: { Sum: 'sum', Max: 'max', Min: 'min' } },
  crypto: cryptoModule,
  'node-fetch': fetch,
  stream: {
    get PassThrough(): unknown {
      return streams().PassThrough;
    },
  },
  url: urlModule,
  zlib: zlibModule,
};

// PostHog's server imports these by `import * as`, and has what its compiler makes of that.
for (const value of [urlModule, zlibModule]) Object.defineProperty(value, 'default', { value });

for (const value of Object.values(provided)) {
  for (const [name, { value: part }] of Object.entries(Object.getOwnPropertyDescriptors(value)))
    if (typeof part === 'function' && name !== 'default') named(name, part as object);
}

/** Frozen, so that one app file cannot change a package for another. */
for (const value of Object.values(provided)) Object.freeze(value);

/** Loads the app's own files, once each; a circle of imports sees what is there so far, as in Node. */
export class AppModules {
  readonly #files: ReadonlyMap<string, CompiledFile>;
  readonly #loaded = new OwnMap<string, { exports: object }>();
  readonly #app: FilesAndPackages;

  constructor(app: FilesAndPackages) {
    this.#app = app;
    this.#files = new OwnMap(app.files.map((file) => [file.path, file]));
  }

  /** The object from which compiled code of a file reads its imports by name. */
  importsOf(file: CompiledFile): object {
    return withHandler({
      get: (_target, name) => this.#import(file, String(name)),
      set: () => false,
    });
  }

  #import(file: CompiledFile, specifier: string): object {
    const known = Object.hasOwn(provided, specifier) ? provided[specifier] : undefined;
    // Made before the app can change the language that they are made of.
    if (specifier === 'stream' || specifier === 'zlib') streams();
    if (known !== undefined) return known;
    if (Object.hasOwn(importHelpers, specifier))
      return importHelpers[specifier as keyof typeof importHelpers];
    const path = Object.hasOwn(file.resolved, specifier) ? file.resolved[specifier] : undefined;
    if (path !== undefined) return this.#load(path);
    if (listHas(this.#app.packages, specifier)) return loadPackage(specifier);
    throw new SetupProblem(
      this.#app.packageProblems[specifier] ?? `The app imports '${specifier}', which is not there.`,
    );
  }

  #load(path: string): object {
    const earlier = this.#loaded.get(path);
    if (earlier !== undefined) return earlier.exports;
    // A build makes one file of a circle that leads back to it.
    if (path === this.#app.entry.path) return entryExports();
    const file = this.#files.get(path);
    if (file === undefined) throw new SetupProblem(`The file ${path} is missing.`);
    const run = compile(path);
    const module = { exports: {} };
    this.#loaded.set(path, module);
    run(module.exports, module, this.importsOf(file));
    return module.exports;
  }
}

/** Packages are whole modules to `import x from`, also those that were compiled from modules (reference 4.3). */
const packageModules = new WeakSet<object>();

const { toString } = Object.prototype;
const hasInstance = Function.prototype[Symbol.hasInstance];

/** Errors of packages are of Node's realm, and `instanceof Error` to an app all the same (reference 4.6). */
function acceptErrorsOfPackages(): void {
  Object.defineProperty(Error, Symbol.hasInstance, {
    configurable: true,
    value(this: unknown, candidate: unknown): boolean {
      return (
        Reflect.apply(hasInstance, this, [candidate]) ||
        (this === Error &&
          (Reflect.apply(toString, candidate, []) === '[object Error]' || inheritsFromError(candidate)))
      );
    },
  });
}

/** Older packages make their classes of errors by hand, from the prototype of Node's realm. */
function inheritsFromError(candidate: unknown): boolean {
  if (typeof candidate !== 'object' || candidate === null) return false;
  const prototype: unknown = Object.getPrototypeOf(candidate);
  if (typeof prototype !== 'object' || prototype === null) return false;
  const { value } = Object.getOwnPropertyDescriptor(prototype, 'constructor') ?? {};
  const isNative = typeof value === 'function' && value.name === 'Error' && 'captureStackTrace' in value;
  return isNative || inheritsFromError(prototype);
}

function loadPackage(name: string): object {
  let value: object;
  try {
    value = requirePackage(name) as object;
  } catch (thrown) {
    const { message } = describeFailure(thrown);
    throw new SetupProblem(`The package ${name} of the app's node_modules cannot be loaded: ${message}`);
  }
  acceptErrorsOfPackages();
  if (Object(value) !== value) return value;
  packageModules.add(value);
  // What the compiled code of `import x, { y }` reads.
  if (!('default' in value) && Object.isExtensible(value)) {
    Object.defineProperty(value, 'default', { value });
  }
  return value;
}

/** The global `google` of 2021: packages under other names, loaded when they are asked for. Reference 4.2. */
export function googleGlobal(imports: object): object {
  const cloud = {
    get bigquery(): unknown {
      return Reflect.get(imports, '@google-cloud/bigquery');
    },
    get pubsub(): unknown {
      return Reflect.get(imports, '@google-cloud/pubsub');
    },
  };
  return readOnly({ cloud: readOnly(cloud) });
}

/** What the compiled code of imports calls, which it finds among the imports: the app has no such globals. */
const importHelpers = {
  __importDefault: (module: unknown): unknown => (isEsModule(module) ? module : { default: module }),
  /** With a `default`, which is the whole: of a package, or of a file that exports no modules, or is data. */
  __importStar(module: unknown): unknown {
    if (typeof module !== 'object' || module === null || isEsModule(module) || 'default' in module)
      return module;
    if (isProvided(module)) return wholeOf(module);
    const all = { default: module };
    importHelpers.__exportStar(module, all);
    return all;
  },
  __exportStar(from: object, to: object): void {
    forAll(Object.keys(from), (name) => {
      if (name !== 'default' && !Object.hasOwn(to, name)) importHelpers.__createBinding(to, from, name);
    });
  },
  __createBinding(to: object, from: object, name: string, as: string = name): void {
    Object.defineProperty(to, as, { enumerable: true, get: () => Reflect.get(from, name) });
  },
};

function isProvided(module: object): boolean {
  return listHas(Object.values(provided), module);
}

/** The package itself, where compiled code of `import x, { y }` reads the whole by `default`. */
function wholeOf(module: object): object {
  const handler: ProxyHandler<object> = {
    get: (_target, name) => (name === 'default' ? module : Reflect.get(module, name)),
  };
  return new Proxy(module, Object.setPrototypeOf(handler, null) as ProxyHandler<object>);
}

function isEsModule(module: unknown): boolean {
  return (
    typeof module === 'object' && module !== null && '__esModule' in module && !packageModules.has(module)
  );
}

export { Buffer };
