/**
 * Builds dist/ before the tests, when it is older than its sources: the language server and the command line are also
 * tested as bundles. A build that fails is reported by those tests alone. Tests build nothing there themselves, since
 * others may be running it.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** What the build of the server said when it failed; empty when it did not. */
    serverBuildError: string;
  }
}

const root = join(import.meta.dirname, '../..');
const folders = ['cli', 'server', 'runtime', 'protocol', 'platform'];

export default function setup(project: TestProject): void {
  project.provide('serverBuildError', isFresh() ? '' : build());
}

function build(): string {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/build.ts'], {
    cwd: root,
    encoding: 'utf8',
  });
  return status === 0 ? '' : stderr;
}

function isFresh(): boolean {
  const built = Math.min(
    ...['cli', 'server', 'api'].map(
      (name) => statSync(join(root, `dist/${name}.js`), { throwIfNoEntry: false })?.mtimeMs ?? 0,
    ),
  );
  return folders.every((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .every((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs < built),
  );
}
