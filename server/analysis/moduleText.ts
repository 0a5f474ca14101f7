/** The texts of declarations of packages. */
import { asFallback } from '../../platform/imports.ts';
import type { Host } from '../host.ts';

const ending = /\.fallback\.d\.ts$/;

/**
 * Declarations as they are, or standing back (see platform/imports.ts). The latter are made here, as not every folder of
 * declarations has them.
 */
export function moduleText(host: Host, path: string): string | undefined {
  if (!ending.test(path)) return host.readFile(path);
  const text = host.readFile(path.replace(ending, '.d.ts'));
  return text === undefined ? undefined : asFallback(text);
}
