/** Symbols, which are texts here: those of the language by their names, others by the place where they are made. */
import type { Simple } from './values.ts';

/** Whether a value is a symbol. */
export function isSymbol(simple: Simple): boolean {
  return simple.kind === 'primitive' && typeof simple.value === 'string' && simple.value.startsWith('@@');
}
