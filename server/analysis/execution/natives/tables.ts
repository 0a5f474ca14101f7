/** The methods that values have from the language, by the type of the value. */
import type { MethodOwner } from '../language.ts';
import type { Value } from '../values.ts';
import { arrayMethods } from './arrays.ts';
import { mapMethods, setMethods } from './collections.ts';
import { noDateMethods } from './dates.ts';
import { anyMethods, functionMethods } from './functions.ts';
import { type NativeTable, safeNative } from './native.ts';
import { regexpMethods } from './patterns.ts';
import { numberMethods, stringMethods } from './strings.ts';

function toValues(table: NativeTable): ReadonlyMap<string, Value> {
  return new Map(Object.entries(table).map(([name, run]) => [name, safeNative(name, run)]));
}

const none: ReadonlyMap<string, Value> = new Map();

const tables: Readonly<Record<MethodOwner, ReadonlyMap<string, Value>>> = {
  string: toValues(stringMethods),
  number: toValues(numberMethods),
  array: toValues(arrayMethods),
  set: toValues(setMethods),
  map: toValues(mapMethods),
  function: toValues(functionMethods),
  regexp: toValues(regexpMethods),
  noDate: toValues(noDateMethods),
  any: toValues(anyMethods),
  object: none,
  opaque: none,
};

export function methodOf(type: MethodOwner, name: string): Value | undefined {
  return tables[type].get(name);
}
