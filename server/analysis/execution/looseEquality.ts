/** Which values `==` takes for the same. */
import type { Primitive } from './facts.ts';
import { typeOfId } from './ids.ts';

/**
 * What is `==` to a value, in the form that JSON and people give it: `1` to `'1'` and `true`. Other texts for a number,
 * such as `' 1 '` and `'1.0'`, are left out.
 *
 * @param id of what is compared with it, which may tell of which type that is.
 * @returns the value itself first, where it is among them.
 */
export function looselyEqual(value: Primitive, id: string | undefined): readonly Primitive[] {
  const type =
    id === undefined || id.startsWith('key ') ? undefined : id === 'event.event' ? 'string' : typeOfId(id);
  const all = allEqual(value);
  return type === undefined ? all : all.filter((one) => typeof one === type);
}

function allEqual(value: Primitive): readonly Primitive[] {
  if (value === undefined || value === null) return [undefined, null];
  if (typeof value === 'bigint') return [value];
  const number = Number(value);
  const text = typeof value === 'string' ? value : String(number);
  if (Number.isNaN(number)) return [value];
  const truth = number === 1 ? [true] : number === 0 ? [false] : [];
  const empty = number === 0 ? [''] : [];
  // Two texts are compared as they are.
  const texts = typeof value === 'string' ? [text] : [text, ...empty];
  return [...new Set<Primitive>([value, number, ...texts, ...truth])];
}
