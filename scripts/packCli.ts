/**
 * Makes the npm package of the command line: a folder with its own package.json, packed by npm.
 * `npm run package:cli`
 */
import { execFileSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeApiTypes } from './apiTypes.ts';
import { build } from './build.ts';
import { dist, root } from './paths.ts';

/** What the command line needs of dist/. */
const files = [
  'bin.js',
  'cli.js',
  'api.js',
  'server.js',
  'sandbox.js',
  'context.js',
  'streams.js',
  'typescript.js',
  'globals.d.ts',
  'vm.d.ts',
  'node.d.ts',
  'commonjs.d.ts',
  'ownMeta.d.ts',
  'modules',
  'servers',
  'lib.d.ts',
  'THIRD-PARTY-NOTICES.txt',
];

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
}

/**
 * Packs what is built.
 *
 * @param folder where the package goes.
 * @returns the path of the .tgz.
 */
export async function packCli(folder: string): Promise<string> {
  const scratch = await mkdtemp(join(tmpdir(), 'posthog-apps-cli-'));
  try {
    await mkdir(join(scratch, 'dist'));
    await Promise.all([
      ...files.map((name) => cp(join(dist, name), join(scratch, 'dist', name), { recursive: true })),
      cp(join(root, 'docs'), join(scratch, 'docs'), { recursive: true }),
      writeFile(join(scratch, 'README.md'), await readme()),
      cp(join(root, 'LICENSE'), join(scratch, 'LICENSE')),
    ]);
    const { description, license, name, version } = JSON.parse(
      await readFile(join(root, 'package.json'), 'utf8'),
    ) as Manifest;
    const types = await writeApiTypes(join(scratch, 'types'));
    const manifest = {
      name,
      version,
      description,
      license,
      bin: { [name]: 'dist/bin.js' },
      exports: {
        '.': { types: `./types/${types}`, default: './dist/api.js' },
        './package.json': './package.json',
      },
      engines: { node: '>=22.15' },
    };
    await writeFile(join(scratch, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
    execFileSync('npm', ['pack', '--silent'], { cwd: scratch, shell: process.platform === 'win32' });
    const target = join(folder, `${name}-${version}.tgz`);
    await mkdir(folder, { recursive: true });
    await rename(join(scratch, `${name}-${version}.tgz`), target).catch(async () =>
      cp(join(scratch, `${name}-${version}.tgz`), target),
    );
    return target;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** The page of the command line, from outside of the folder of its neighbours. */
async function readme(): Promise<string> {
  const page = await readFile(join(root, 'docs/command-line.md'), 'utf8');
  return page.replaceAll(/\]\((?=[\w-]+(?:\/[\w-]+)*\.md)/g, '](docs/');
}

if (import.meta.main) {
  await build({ production: true });
  console.log(await packCli(root));
}
