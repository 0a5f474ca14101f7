/** What `split` makes of a text of which nothing is known. */
import { lacksPattern, lacksText } from './cuts.ts';
import type { Machine } from './machine.ts';
import { newList } from './objects.ts';
import {
  derived,
  objectsOf,
  onlyPrimitive,
  single,
  unknown,
  type UnknownValue,
  type Value,
} from './values.ts';

/** The pieces of a text of which nothing is known: any number of them, and the first ones each by its place. */
export function splitUnknown(machine: Machine, text: UnknownValue, args: readonly Value[]): Value {
  const [separator] = args;
  if (separator !== undefined && text.id !== undefined && lacksSeparator(machine, text.id, separator))
    return newList(machine, { items: [single(text)] });
  const pieces = derived('.split', [single(text), ...args]);
  const list = newList(machine, { items: [], more: derived('.split()', [single(text), ...args]) });
  const [all] = pieces.of;
  for (const object of objectsOf(list)) {
    for (const index of ['0', '1', '2'])
      machine.set(
        object,
        index,
        unknown(
          text.origin,
          all?.kind === 'unknown' && all.id !== undefined ? `${all.id}.${index}` : undefined,
        ),
      );
  }
  return list;
}

function lacksSeparator(machine: Machine, id: string, separator: Value): boolean {
  const known = onlyPrimitive(machine.resolve(separator))?.value;
  if (typeof known === 'string') return lacksText(id, known);
  const pattern = objectsOf(separator)[0]?.pattern;
  return separator.of.length === 1 && pattern !== undefined && lacksPattern(id, pattern);
}
