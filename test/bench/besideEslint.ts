/**
 * An edit to its verdict, beside ESLint with typescript-eslint's type-aware recommended rules on the same text, turn by
 * turn in one run. `node test/bench/besideEslint.ts [lines…]` prints medians and their ratio; it tests nothing. ESLint is
 * installed below .cache/ the first time.
 */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { npm } from '../../scripts/npm.ts';
import { dist, root } from '../../scripts/paths.ts';
import { readAppFolder } from '../../server/analysis/appFolder.ts';
import { Files } from '../../server/analysis/files.ts';
import { Engine } from '../../server/engine.ts';
import { assetsBeside, nodeHost } from '../../server/host.ts';
import { defaultLevels } from '../../server/lintSettings.ts';
import { appText, median } from './appText.ts';

interface Linter {
  lintText(code: string, options: { readonly filePath: string }): Promise<readonly unknown[]>;
}

type EslintModule = { readonly ESLint: new (options: unknown) => Linter };
type TypeScriptEslint = { readonly configs: { readonly recommendedTypeChecked: readonly unknown[] } };

const packages = join(root, '.cache', 'eslint');
const turns = 15;
/** Turns before the measuring begins: both run in servers that have long been warm when somebody types. */
const warmUpFor = (lines: number): number => (lines > 2000 ? 5 : 40);

if (!existsSync(join(packages, 'node_modules', 'eslint'))) {
  await mkdir(packages, { recursive: true });
  await writeFile(join(packages, 'package.json'), '{ "private": true }\n');
  await npm(packages, ['install', 'eslint@10', 'typescript-eslint@8', 'typescript@5.9']);
}
const load = createRequire(join(packages, 'package.json'));

async function linterIn(folder: string): Promise<Linter> {
  const { ESLint } = load('eslint') as EslintModule;
  const { configs } = load('typescript-eslint') as TypeScriptEslint;
  await writeFile(
    join(folder, 'tsconfig.json'),
    '{ "compilerOptions": { "strict": true, "noEmit": true, "types": [] }, "include": ["."] }',
  );
  return new ESLint({
    cwd: folder,
    overrideConfigFile: true,
    overrideConfig: [
      ...configs.recommendedTypeChecked,
      { languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: folder } } },
    ],
  });
}

async function measure(lines: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  try {
    const text = appText(lines);
    const path = join(folder, 'index.ts');
    await writeFile(path, text);
    await writeFile(join(folder, 'plugin.json'), '{ "name": "Bench", "main": "index.ts", "config": [] }');
    const eslint = await linterIn(folder);
    const files = new Files(nodeHost(assetsBeside(dist)));
    const engine = new Engine(files);
    const own = folder.replaceAll('\\', '/');
    const app = readAppFolder(files, own, () => true, true);
    if (app === undefined) throw new Error('The text of the benchmark is no app.');
    const warmUp = warmUpFor(lines);
    const times = { ours: [] as number[], eslint: [] as number[] };
    for (let turn = 0; turn < turns + warmUp; turn += 1) {
      const edited = `${text}// edit ${turn}\n`;
      const start = performance.now();
      files.setOpen(`${own}/index.ts`, edited);
      engine.findings(app, defaultLevels);
      const middle = performance.now();
      await eslint.lintText(edited, { filePath: path });
      const end = performance.now();
      if (turn < warmUp) continue;
      times.ours.push(middle - start);
      times.eslint.push(end - middle);
    }
    const [ours, theirs] = [median(times.ours), median(times.eslint)];
    console.log(
      `${text.split('\n').length} lines: ours ${ours.toFixed(1)} ms, ESLint ${theirs.toFixed(1)} ms, ${(theirs / ours).toFixed(1)} times`,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const wanted = process.argv.slice(2).map(Number);
for (const lines of wanted.length > 0 ? wanted : [100, 1000, 5000]) await measure(lines);
