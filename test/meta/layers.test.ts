/** The layers of docs/architecture.md, proved over what the bundler really put into each bundle. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundles } from '../../scripts/build.ts';
import { dist } from '../../scripts/paths.ts';

interface Metafile {
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, { readonly imports: readonly { readonly path: string }[] }>>;
}

/** What a bundle may hold: folders of ours, and what it may require at run time besides Node's own modules. */
const allowed: Readonly<
  Record<string, { readonly folders: readonly string[]; readonly requires: readonly string[] }>
> = {
  client: { folders: ['client', 'platform', 'protocol'], requires: ['vscode', './start.js'] },
  start: { folders: ['client', 'platform', 'protocol'], requires: ['vscode'] },
  server: { folders: ['server', 'platform', 'protocol'], requires: ['./typescript.js'] },
  runtime: { folders: ['runtime', 'platform', 'protocol'], requires: ['./typescript.js'] },
  sandbox: { folders: ['runtime', 'platform', 'protocol'], requires: [] },
  context: { folders: ['runtime', 'platform', 'protocol'], requires: [] },
  streams: { folders: ['runtime'], requires: [] },
  panel: { folders: ['client', 'platform', 'protocol'], requires: [] },
  eventFlow: { folders: ['client', 'protocol'], requires: [] },
  bin: { folders: ['cli'], requires: [] },
  api: { folders: ['runtime', 'platform', 'protocol'], requires: ['./typescript.js'] },
  cli: { folders: ['cli', 'server', 'runtime', 'platform', 'protocol'], requires: ['./typescript.js'] },
};

/** Kilobytes of each bundle as built for tests (not minified). Raise one only for something worth it. */
const budgets: Readonly<Record<string, number>> = {
  client: 60,
  // With the history of runs, of one app and of several, their documents and their inputs, and PostHog's own names for
  // samples, with what is said of wrong settings, and with the places in which panel and code open.
  start: 1430,
  // The loop analysis knows what the language calls on its own, and what compilers write; the rules read exports
  // through files, objects and classes, which code they reach, where an app keeps what it is given, and what its helpers
  // make of what they are given; types and suggestions read what is kept, spread and looked for under other names;
  // warnings name the condition that does not help, and lead round the loop; four rules are about parts of meta and jobs
  // that do nothing; fixes write imports and the types of what they add; constants that get another value are told of, which
  // editors do not do in plain JavaScript; so are promises that are read too early; what is said to loop was tried; patterns keep their place, copies leave keys out,
  // and limits that are only come near are told from those that are reached; hovers say what PostHog does with each export, and
  // what posthog-env.d.ts does not tell yet is told; an import that the editor does not find either is told once; hovers say how a
  // job or a metric is used; parameters of what is no function yet have their names; the loop analysis knows where a number
  // is counted to, and which marks are lost on the way.
  server: 2000,
  runtime: 2600,
  sandbox: 120,
  // Calls methods of the language as they were before the app came.
  context: 240,
  streams: 190,
  panel: 500,
  eventFlow: 250,
  bin: 5,
  api: 2600,
  cli: 3800,
};

function metafile(name: string): Metafile {
  return JSON.parse(readFileSync(join(dist, 'meta', `${name}.json`), 'utf8')) as Metafile;
}

describe.each(bundles.map((bundle) => bundle.name))('the bundle %s', (name) => {
  const limits = allowed[name] ?? { folders: [], requires: [] };

  it('holds only the folders it may know', () => {
    const folders = Object.keys(metafile(name).inputs)
      // The build's own stand-ins for the shared TypeScript, which the next test knows, and for what the context has.
      .filter((path) => !/node_modules\/|^(?:shared-typescript|of-context):/.test(path))
      .map((path) => path.split('/')[0]);
    expect([...new Set(folders)].filter((folder) => !limits.folders.includes(folder ?? ''))).toEqual([]);
  });

  it('requires nothing that is not shipped', () => {
    const required = Object.values(metafile(name).outputs).flatMap((output) =>
      output.imports.map(({ path }) => path),
    );
    const foreign = required.filter((path) => !isNodeModule(path) && !limits.requires.includes(path));
    expect([...new Set(foreign)]).toEqual([]);
  });

  it('stays within its budget', () => {
    expect(statSync(join(dist, `${name}.js`)).size / 1000).toBeLessThan(budgets[name] ?? 0);
  });
});

describe('the sandbox', () => {
  it('has no code of the runner, the gate or the local host', () => {
    const inputs = Object.keys(metafile('sandbox').inputs).filter((path) => path.startsWith('runtime/'));
    // Both sides read source maps, the sandbox for stacks that the app reads, and frame the messages between them.
    const own = /^runtime\/(?:(?:sandbox|sourceMaps)\/|messagePipe\.ts$)/;
    expect(inputs.filter((path) => !own.test(path))).toEqual([]);
  });
});

describe('views', () => {
  it('have no code of the extension host', () => {
    const inputs = Object.keys(metafile('panel').inputs).filter((path) => path.startsWith('client/'));
    expect(inputs.filter((path) => !path.startsWith('client/panel/view/'))).toEqual([]);
    const flow = Object.keys(metafile('eventFlow').inputs).filter((path) => path.startsWith('client/'));
    expect(flow.filter((path) => !path.startsWith('client/eventFlow/view/'))).toEqual([]);
  });
});

describe('the language server protocol', () => {
  it.each(['start', 'server'])('comes in one version into %s', (name) => {
    const copies = Object.keys(metafile(name).inputs)
      .map((path) => /^(.*node_modules\/vscode-languageserver-protocol)\//.exec(path)?.[1])
      .filter((path) => path !== undefined);
    expect(new Set(copies).size).toBe(1);
  });
});

describe('the licences of bundled packages', () => {
  it('are shipped with their texts', () => {
    const notices = readFileSync(join(dist, 'THIRD-PARTY-NOTICES.txt'), 'utf8');
    for (const name of ['lit', 'undici', 'typescript', 'vscode-languageserver', 'vscode-languageclient']) {
      expect(notices).toMatch(new RegExp(`^${name} \\d+\\.`, 'm'));
    }
    expect(notices.match(/copyright/gi)?.length).toBeGreaterThan(10);
  });
});

function isNodeModule(path: string): boolean {
  return path.startsWith('node:') || nodeModules.has(path);
}

const nodeModules: ReadonlySet<string> = new Set(
  (process.getBuiltinModule('module') as { readonly builtinModules: readonly string[] }).builtinModules,
);
