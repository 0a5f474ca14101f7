/** The licences of the packages that are inside our bundles, which ask to be shipped with every copy. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';

/** TypeScript is shipped as a file of its own, which no metafile names. */
const besideBundles = ['node_modules/typescript'];

/**
 * @param root folder of the project; paths in the metafiles start there.
 * @returns one text: each package with its version and the texts of its licence, by name.
 * @throws Error when a bundled package has neither a licence file nor a named licence.
 */
export function thirdPartyNotices(root: string, metafiles: readonly Metafile[]): string {
  const inputs = metafiles.flatMap(({ inputs }) => Object.keys(inputs));
  const folders = new Set([...besideBundles, ...inputs.flatMap((path) => packageFolder(path) ?? [])]);
  const notices = [...folders].map((folder) => notice(join(root, folder))).toSorted();
  return [
    'PostHog Apps contains code of the packages below, each under its own licence.\n',
    ...new Set(notices),
  ].join(`\n${'-'.repeat(78)}\n\n`);
}

/** The innermost package that a file belongs to; undefined for files of ours. */
function packageFolder(path: string): string | undefined {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path)?.[0];
}

function notice(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    readonly name: string;
    readonly version: string;
    readonly license?: string;
  };
  const files = readdirSync(folder)
    .filter((file) => /^(licen[cs]e|copying|notice|thirdpartynotice)/i.test(file))
    .map((file) => join(folder, file))
    .filter((file) => existsSync(file));
  if (files.length === 0 && license === undefined) {
    throw new Error(`${name}, which is bundled, names no licence. Look it up before it is shipped.`);
  }
  const texts = files.map((file) => readFileSync(file, 'utf8').replaceAll('\r\n', '\n').trim());
  return [`${name} ${version}${license === undefined ? '' : ` (${license})`}`, ...texts, ''].join('\n\n');
}
