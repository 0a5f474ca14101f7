/**
 * What an app may import. PostHog provides a fixed list of packages and refuses to load an app that imports
 * anything else. Source: reference 4.3.
 */
import type { Profile } from './profiles.ts';

export interface AllowedImport {
  readonly name: string;
  /** Whether Node itself or a package from npm. */
  readonly origin: 'node' | 'npm';
  /** What it is for, in a few words. */
  readonly summary: string;
  /** The year in which PostHog began to provide it. */
  readonly since: 2021 | 2022;
  /** The year in which PostHog's servers ceased to provide it; null while they still did in 2025. */
  readonly goneSince: 2023 | 2025 | null;
  /** Whether the public documentation of 2022 names it. */
  readonly isDocumented: boolean;
  /** The only names that can be imported from it; null for all. */
  readonly members: readonly string[] | null;
}

type Extra = Partial<Pick<AllowedImport, 'since' | 'goneSince' | 'isDocumented' | 'members'>>;

function npm(name: string, summary: string, extra: Extra = {}): AllowedImport {
  return { name, origin: 'npm', summary, ...usual, ...extra };
}

function node(name: string, summary: string, extra: Extra = {}): AllowedImport {
  return { name, origin: 'node', summary, ...usual, ...extra };
}

const usual = { since: 2021, goneSince: null, isDocumented: true, members: null } as const;

/** All packages that PostHog ever provided, in alphabetical order. */
export const allowedImports: readonly AllowedImport[] = [
  npm('@google-cloud/bigquery', 'client of Google BigQuery', { goneSince: 2023 }),
  npm('@google-cloud/pubsub', 'client of Google Pub/Sub', { isDocumented: false }),
  npm('@google-cloud/storage', 'client of Google Cloud Storage', { isDocumented: false }),
  npm('@posthog/plugin-contrib', 'createBuffer, which collects events into batches', { goneSince: 2023 }),
  npm('@posthog/plugin-scaffold', 'types of apps, and RetryError'),
  npm('aws-sdk', 'client of Amazon Web Services, version 2'),
  node('crypto', 'hashes, signatures and random values'),
  npm('ethers', 'client of Ethereum', { since: 2022, goneSince: 2023, isDocumented: false }),
  npm('faker', 'made-up names and values', { goneSince: 2023, isDocumented: false }),
  npm('generic-pool', 'pools of connections'),
  npm('jsonwebtoken', 'JSON Web Tokens', { goneSince: 2023, isDocumented: false }),
  npm('node-fetch', 'the same function as the global fetch'),
  npm('pg', 'client of PostgreSQL', { goneSince: 2025 }),
  npm('snowflake-sdk', 'client of Snowflake', { goneSince: 2023 }),
  node('stream', 'PassThrough, and nothing else of the module', {
    isDocumented: false,
    members: ['PassThrough'],
  }),
  node('url', 'URL, URLSearchParams, and the older parse, format, resolve'),
  node('zlib', 'compression', { goneSince: 2023 }),
];

const importsByName: ReadonlyMap<string, AllowedImport> = new Map(
  allowedImports.map((entry) => [entry.name, entry]),
);

/**
 * The packages that a profile provides: the list of its server. `documented` follows the server of late 2022,
 * which provided more than the documentation names.
 */
export function importsOf(profile: Profile): readonly AllowedImport[] {
  return profile === 'documented' ? allowedImports : allowedImports.filter(({ since }) => since === 2021);
}

const madeHere: readonly string[] = ['@posthog/plugin-contrib', '@posthog/plugin-scaffold', 'node-fetch'];

/** Packages that a local run takes from the app's own `node_modules`; the others need no installation. */
export const installedPackages: readonly string[] = allowedImports
  .filter(({ name, origin }) => origin === 'npm' && !madeHere.includes(name))
  .map(({ name }) => name);

/** What PostHog says when it refuses to load an app, word for word; `require(variable)` has the name `undefined`. */
export function importRefusal(specifier: string): string {
  return `/index.ts: Cannot import '${specifier}'! This package is not provided by PostHog in plugins.`;
}

/** The file with declarations of a package, beside globals.d.ts, for apps that do not have it installed. */
export function moduleDeclarations(name: string): string {
  return `modules/${name.replace('@', '').replaceAll('/', '.')}.d.ts`;
}

/** The same, standing back where the package is installed: for programs in which some apps have it. The build makes it. */
export function fallbackDeclarations(name: string): string {
  return moduleDeclarations(name).replace(/\.d\.ts$/, '.fallback.d.ts');
}

/**
 * Makes declarations stand back. TypeScript takes a module that is declared by a pattern only where it finds no package
 * of that name, and one that is declared by its whole name always. The price: it suggests no import from a pattern.
 *
 * @param text of a file that {@link moduleDeclarations} names.
 */
export function asFallback(text: string): string {
  return text.replaceAll(/^(declare module '[^'*]*)([^'*]' \{)/gm, '$1*$2');
}

/** The declarations of all packages in one file, for apps that have none of them installed; the build makes it. */
export const allModuleDeclarations = 'modules/all.d.ts';

/** `Buffer` and `global`, beside globals.d.ts, for apps that do not have the types of Node installed. */
export const nodeDeclarations = 'node.d.ts';

/** `module`, `exports` and `require` for TypeScript files, beside globals.d.ts, where the types of Node are not there. */
export const commonJsDeclarations = 'commonjs.d.ts';

/** Whether a TypeScript text is written as a module of CommonJS, by a look at its text alone. */
export function usesCommonJs(text: string): boolean {
  return /\b(?:module\.exports|exports\.|require\()/.test(text);
}

/** What makes the parts of the scaffold's `Meta` anything, beside globals.d.ts, for code that {@link extendsMeta}. */
export const ownMetaDeclarations = 'ownMeta.d.ts';

/** Whether a source text has an interface that extends the type of `meta` of the scaffold, by a look at its text alone. */
export function extendsMeta(text: string): boolean {
  return /\binterface\s+\w+(?:<[^{]*>)?\s+extends\s[^{]*\b(?:Plugin)?Meta\b/.test(text);
}

/** `console`, `fetch` and `URL`, beside globals.d.ts, for apps that have neither the types of Node nor those of browsers. */
export const vmDeclarations = 'vm.d.ts';

/** The package with the types of Node. */
export const nodeTypes = '@types/node';

/**
 * The folders of `node_modules`, relative to an app's or one above it, that bring types of a package of their own.
 *
 * @param name of an allowed import.
 */
export function packageFolders({ name, origin }: AllowedImport): readonly string[] {
  return origin === 'node' ? [nodeTypes] : [name, `@types/${name.replace('@', '').replace('/', '__')}`];
}

/** Modules of Node itself, with or without `node:`; parts of them (`fs/promises`) are of Node as well. */
const modulesOfNode: ReadonlySet<string> = new Set(
  'assert async_hooks buffer child_process cluster console constants crypto dgram diagnostics_channel dns domain events fs http http2 https inspector module net os path perf_hooks process punycode querystring readline repl stream string_decoder sys timers tls trace_events tty url util v8 vm wasi worker_threads zlib'.split(
    ' ',
  ),
);

/** Whether what is imported is of Node itself. */
export function isOfNode(specifier: string): boolean {
  const [module = ''] = specifier.replace(/^node:/, '').split('/');
  return specifier.startsWith('node:') || modulesOfNode.has(module);
}

const specifiers = /\b(?:from|import|require)\s*\(?\s*(['"])([^'"\n]+)\1/g;

/** What a source text imports, by a look at its text alone. */
export function specifiersIn(text: string): readonly string[] {
  return [...text.matchAll(specifiers)].flatMap(([, , specifier]) => specifier ?? []);
}

/** The allowed packages that a source text imports, them or parts of them, by a look at its text alone. */
export function packagesNamedIn(text: string): readonly AllowedImport[] {
  const named = specifiersIn(text);
  return allowedImports.filter(({ name }) =>
    named.some((specifier) => specifier === name || specifier.startsWith(`${name}/`)),
  );
}

/** Why a specifier is refused. */
export type ImportRefusalReason =
  | 'relative'
  | 'node-prefix'
  | 'subpath'
  | 'newer-than-profile'
  | 'not-provided';

export type ImportCheck =
  | { readonly isAllowed: true; readonly provided: AllowedImport; readonly note: string | null }
  | {
      readonly isAllowed: false;
      readonly reason: ImportRefusalReason;
      /** What to do, in one or two sentences. */
      readonly advice: string;
      /** The specifier to write in place of this one, where one is known. */
      readonly replacement: string | null;
    };

/**
 * Whether PostHog lets an app import a module.
 *
 * @param specifier the text between the quotes. An import of types alone is never refused, since PostHog
 * removes it first: do not ask about it.
 * @returns the package with a note on where it is not provided, or why it is refused and what to do.
 */
export function checkImport(specifier: string, profile: Profile): ImportCheck {
  const provided = importsByName.get(specifier);
  if (provided !== undefined) {
    if (importsOf(profile).includes(provided)) {
      return { isAllowed: true, provided, note: availabilityNote(provided) };
    }
    return refused('newer-than-profile', `PostHog provides it since ${provided.since}.`);
  }
  if (/^\.{0,2}\//.test(specifier) || specifier === '.' || specifier === '..') {
    return refused(
      'relative',
      'PostHog loads one file. Bundle the app, and name the bundle in "main" of plugin.json.',
    );
  }
  if (specifier.startsWith('node:')) return refusedNodePrefix(specifier);
  // What PostHog makes of a name that is no text in the code.
  if (specifier === 'undefined') {
    return refused('not-provided', 'PostHog reads the name of a package in the code: write it as a text.');
  }
  const base = allowedImports.find((entry) => specifier.startsWith(`${entry.name}/`));
  if (base !== undefined) {
    return refused('subpath', `Only the whole package can be imported: '${base.name}'.`, base.name);
  }
  if (specifier.startsWith('@aws-sdk/')) {
    return refused('not-provided', "PostHog provides version 2 of Amazon's library, 'aws-sdk'.");
  }
  return refused('not-provided', instead.get(specifier) ?? 'Bundle it into the app, or do without it.');
}

function refused(
  reason: ImportRefusalReason,
  advice: string,
  replacement: string | null = null,
): ImportCheck {
  return { isAllowed: false, reason, advice, replacement };
}

function refusedNodePrefix(specifier: string): ImportCheck {
  const bare = specifier.slice('node:'.length);
  return importsByName.has(bare)
    ? refused('node-prefix', `Write '${bare}', without node:.`, bare)
    : refused('not-provided', instead.get(bare) ?? 'PostHog does not provide this part of Node to apps.');
}

/** A sentence on where an import is not provided, or null for one that always was. */
function availabilityNote({ goneSince, since, isDocumented }: AllowedImport): string | null {
  if (goneSince !== null) return `PostHog has not provided it since ${goneSince}.`;
  if (since !== 2021) return `PostHog provides it since ${since}.`;
  return isDocumented ? null : 'PostHog provides it, though its documentation does not say so.';
}

const useFetch = 'Use the global fetch.';
const useJob = "PostHog has no timers for apps. Use a job: meta.jobs.name(payload).runIn(5, 'minutes').";
const noFiles = 'An app has no files. Use meta.storage, or an attachment field in plugin.json.';

/** What to use in place of packages that people reach for. */
const instead: ReadonlyMap<string, string> = new Map([
  ['axios', useFetch],
  ['cross-fetch', useFetch],
  ['got', useFetch],
  ['http', useFetch],
  ['https', useFetch],
  ['isomorphic-fetch', useFetch],
  ['request', useFetch],
  ['superagent', useFetch],
  ['undici', useFetch],
  ['fs', noFiles],
  ['fs/promises', noFiles],
  ['path', noFiles],
  ['buffer', 'Buffer is a global.'],
  ['console', 'console is a global.'],
  ['process', 'An app has no process. Read settings from meta.config.'],
  ['timers', useJob],
  ['timers/promises', useJob],
  ['uuid', "Use randomUUID from 'crypto'."],
  ['querystring', "Use URLSearchParams from 'url'."],
  ['posthog-js', 'Use the global posthog.'],
  ['posthog-node', 'Use the global posthog.'],
  ['@maxmind/geoip2-node', 'Use meta.geoip.locate(ip).'],
]);

/** What is wrong with `import 'crypto'` (reference 4.3). */
export const bareImportMessage =
  'PostHog does not load an app with an import that takes nothing out of a package. Name what you need of it, or remove the import.';
