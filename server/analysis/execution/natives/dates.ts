/** Dates: all that counts is whether one is a date at all, since when it is never is known. */
import { HeapObject, type NativeFunction } from '../heap.ts';
import type { Machine } from '../machine.ts';
import { isPastDate, newTime, type TimeKind, timeKindOf } from '../times.ts';
import { onlyPrimitive, primitive, reference, unknown, type Value } from '../values.ts';
import { newError } from './errors.ts';
import { arg, type NativeTable } from './native.ts';

/** Whether what a date is made of is surely none, such as a property that an event lacks. */
function makesNoDate(machine: Machine, value: Value): boolean {
  const known = onlyPrimitive(machine.resolve(value));
  if (known === undefined || typeof known.value === 'bigint') return false;
  const time = typeof known.value === 'string' ? Date.parse(known.value) : Number(known.value);
  return Number.isNaN(time);
}

export const newDate: NativeFunction = (machine, call) =>
  call.args.some((value) => makesNoDate(machine, value))
    ? reference(new HeapObject('noDate'))
    : dateOf(machine, call.args);

/** A date that is made of a time is that time; without arguments it is now. */
function dateOf(machine: Machine, args: readonly Value[]): Value {
  const [about, ...others] = args;
  const kind = about === undefined ? 'now' : kindOfArgument(machine, about);
  return kind === undefined || others.length > 0 ? unknown('other', undefined, true) : newTime(machine, kind);
}

function kindOfArgument(machine: Machine, given: Value): TimeKind | undefined {
  const value = machine.resolve(given);
  const known = onlyPrimitive(value);
  return known !== undefined && isPastDate(known.value) ? 'past' : timeKindOf(machine, value);
}

export const dateFunctions: NativeTable = {
  now: (machine) => newTime(machine, 'now'),
  parse: (machine, call) => {
    if (makesNoDate(machine, arg(call, 0))) return primitive(Number.NaN);
    const kind = kindOfArgument(machine, arg(call, 0));
    return kind === undefined ? unknown('other') : newTime(machine, kind);
  },
  UTC: () => unknown('other'),
};

const parts = ['Date', 'Day', 'FullYear', 'Hours', 'Milliseconds', 'Minutes', 'Month', 'Seconds'];
const notANumber = [
  'getTime',
  'valueOf',
  'getTimezoneOffset',
  ...parts.flatMap((part) => [`get${part}`, `getUTC${part}`]),
];
const texts = [
  'toString',
  'toDateString',
  'toTimeString',
  'toUTCString',
  'toLocaleString',
  'toLocaleDateString',
  'toLocaleTimeString',
];

/** The methods of a date that is none. */
export const noDateMethods: NativeTable = {
  ...Object.fromEntries(notANumber.map((name) => [name, () => primitive(Number.NaN)])),
  ...Object.fromEntries(texts.map((name) => [name, () => primitive('Invalid Date')])),
  toJSON: () => primitive(null),
  toISOString: (machine, call) =>
    machine.raise(newError('RangeError')(machine, { ...call, args: [primitive('Invalid time value')] })),
};
