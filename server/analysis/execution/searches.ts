/** `indexOf` and its like: an index says by comparison with -1 or 0 whether something is there, also later. */
import ts from 'typescript';
import { mirrored } from './comparisons.ts';
import type { Machine } from './machine.ts';
import { negate } from './operators.ts';
import { derived, onlyPrimitive, primitive, single, type Value, worstOrigin } from './values.ts';

const K = ts.SyntaxKind;

/** Methods that give an index, and those that say the same as a truth. */
export const searchMethods: ReadonlyMap<string, string> = new Map([
  ['indexOf', 'includes'],
  ['lastIndexOf', 'includes'],
  ['findIndex', 'some'],
  ['findLastIndex', 'some'],
]);

/**
 * The index of what was searched for.
 *
 * @param found whether it is there.
 * @param about what the search is about: the same search gives the same index.
 */
export function indexWhere(machine: Machine, found: Value, about: readonly Value[], node: ts.Node): Value {
  const { can } = machine.truth(found);
  if (can === 'false') return primitive(-1);
  const [simple] = derived('index', about).of;
  const origin = worstOrigin([...found.of, ...about.flatMap(({ of }) => of)]);
  const own = simple?.kind === 'unknown' ? simple.id : undefined;
  const id = own ?? `index at ${node.getSourceFile().fileName} ${node.pos}`;
  machine.searches.set(id, can === 'true' ? primitive(true) : found);
  return single({ kind: 'unknown', id, origin, isTruthy: false });
}

/** What a comparison of an index with -1 or 0 says about the search; undefined where it is none of those. */
export function compareIndex(
  machine: Machine,
  operator: ts.SyntaxKind,
  left: Value,
  right: Value,
): Value | undefined {
  if (machine.searches.size === 0) return undefined;
  const found = foundBehind(machine, left);
  if (found !== undefined) return meaning(machine, operator, found, onlyPrimitive(right)?.value);
  const other = foundBehind(machine, right);
  return other === undefined
    ? undefined
    : meaning(machine, mirrored(operator), other, onlyPrimitive(left)?.value);
}

/** Whether what an index is of is there; undefined for other values. */
export function foundBehind(machine: Machine, { of }: Value): Value | undefined {
  const [simple] = of;
  return of.length === 1 && simple?.kind === 'unknown' && simple.id !== undefined
    ? machine.searches.get(simple.id)
    : undefined;
}

function meaning(machine: Machine, operator: ts.SyntaxKind, found: Value, limit: unknown): Value | undefined {
  if (limit !== -1 && limit !== 0) return undefined;
  const isMinusOne = limit === -1;
  switch (operator) {
    case K.ExclamationEqualsEqualsToken:
    case K.ExclamationEqualsToken:
    case K.GreaterThanToken:
      return isMinusOne ? found : undefined;
    case K.GreaterThanEqualsToken:
      return isMinusOne ? undefined : found;
    case K.EqualsEqualsEqualsToken:
    case K.EqualsEqualsToken:
    case K.LessThanEqualsToken:
      return isMinusOne ? negate(machine, found) : undefined;
    case K.LessThanToken:
      return isMinusOne ? undefined : negate(machine, found);
    default:
      return undefined;
  }
}
