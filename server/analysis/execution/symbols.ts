/** Symbols, which are texts here: those of the language by their names, others by their descriptions or where they are made. */
import type ts from 'typescript';
import type { Simple } from './values.ts';

const start = '@@';

/** Whether a value is a symbol. */
export function isSymbol(simple: Simple): simple is Simple & { readonly value: string } {
  return simple.kind === 'primitive' && typeof simple.value === 'string' && simple.value.startsWith(start);
}

/** `Symbol('a')`, which is another one at each place. */
export function ownSymbol(node: ts.Node, description: string | undefined): string {
  return `${start} ${toldAs(description)} ${node.getSourceFile().fileName} ${node.pos}`;
}

/** `Symbol.for('a')`; of a text that is not known, one for the place. */
export function sharedSymbol(node: ts.Node, description: string | undefined): string {
  return `${start}for ${description === undefined ? node.pos : toldAs(description)}`;
}

function toldAs(description: string | undefined): string {
  return description === undefined ? '?' : JSON.stringify(description);
}

/** What `description` of a symbol is; undefined where that is not known. */
export function descriptionOf({ value }: { readonly value: string }): string | undefined {
  const told = /^@@(?:for)? ("(?:[^"\\]|\\.)*")/.exec(value)?.[1];
  return told === undefined ? undefined : String(JSON.parse(told));
}
