/** `Number`, `Math`, and what makes numbers out of other values: computed where those are known. */
import { withoutStandingCount } from '../counting.ts';
import type { NativeFunction } from '../heap.ts';
import { typeOfId } from '../ids.ts';
import type { Machine } from '../machine.ts';
import { toPrimitive } from '../protocols.ts';
import { roundedAge } from '../times.ts';
import {
  type Case,
  derived,
  joinAll,
  onlyPrimitive,
  primitive,
  type Simple,
  single,
  undefinedValue,
  unknown,
  type Value,
} from '../values.ts';
import { arg, type NativeTable } from './native.ts';

/** What a value counts as beside a number: NaN for what is missing. Undefined where that is not known. */
function asNumber(machine: Machine, value: Value): number | undefined {
  const known = onlyPrimitive(machine.resolve(toPrimitive(machine, value, 'number')))?.value;
  const isMissing = known === undefined && onlyPrimitive(machine.resolve(value)) !== undefined;
  if (isMissing) return Number.NaN;
  return known === undefined || typeof known === 'bigint' ? undefined : Number(known);
}

export const toNumber: NativeFunction = (machine, call) => {
  if (call.args.length === 0) return primitive(0);
  const known = onlyPrimitive(machine.resolve(toPrimitive(machine, arg(call, 0), 'number')));
  return known === undefined ? derived('Number', [arg(call, 0)]) : primitive(Number(known.value));
};

function numberMadeOf(operation: string, value: Value): Value {
  return derived(operation, [withoutStandingCount(operation, value)]);
}

/** What each of the alternatives of a value is made into, with what tells which it is. */
function eachAlternative(value: Value, make: (one: Value) => Value): Value {
  const made = joinAll(value.of.map((simple) => make(single(simple))));
  const cases = value.cases?.flatMap((one): Case[] => {
    const [result, another] = make(single(one.value)).of;
    const isOne = another === undefined && (result?.kind === 'primitive' || result?.kind === 'unknown');
    return isOne ? [{ ...one, value: result }] : [];
  });
  return cases === undefined || cases.length < (value.cases?.length ?? 0) ? made : { ...made, cases };
}

/** Numbers out of texts; the base that `parseInt` may be given makes it another question, unless it is ten. */
function fromText(name: string, convert: (text: string, base?: number) => number): NativeFunction {
  const read: NativeFunction = (machine, call) => {
    const [text, base] = call.args.map((value) => machine.resolve(value));
    const radix = onlyPrimitive(base ?? undefinedValue)?.value;
    const known = onlyPrimitive(text ?? undefinedValue);
    const isKnown = base === undefined || onlyPrimitive(base) !== undefined;
    if (text !== undefined && text.of.length > 1 && isKnown)
      return eachAlternative(text, (one) => read(machine, { ...call, args: [one, ...call.args.slice(1)] }));
    if (known !== undefined && isKnown) return primitive(convert(String(known.value), Number(radix)));
    return base === undefined || radix === 10
      ? numberMadeOf(name, arg(call, 0))
      : derived(name, call.args.slice(0, 2));
  };
  return read;
}

export const parseIntFunction = fromText('parseInt', Number.parseInt);
export const parseFloatFunction = fromText('parseFloat', Number.parseFloat);

/** `isNaN` and `isFinite`, which convert what they are given. */
function afterConversion(name: string, test: (number: number) => boolean): NativeFunction {
  return (machine, call) => {
    const known = asNumber(machine, arg(call, 0));
    return known === undefined ? derived(name, [arg(call, 0)]) : primitive(test(known));
  };
}

export const isNaNFunction = afterConversion('isNaN', Number.isNaN);
export const isFiniteFunction = afterConversion('isFinite', Number.isFinite);

/** `Number.isNaN` and its like, which no other value passes. */
function ofNumber(name: string, test: (value: unknown) => boolean): NativeFunction {
  return (machine, call) => {
    const value = machine.resolve(arg(call, 0));
    const known = onlyPrimitive(value);
    if (known !== undefined) return primitive(test(known.value));
    return value.of.every((simple) => isNoNumber(simple))
      ? primitive(false)
      : derived(`Number.${name}`, [value]);
  };
}

/** Objects, and what an operation has made that gives texts or truths. */
function isNoNumber(simple: Simple): boolean {
  if (simple.kind !== 'unknown') return simple.kind !== 'primitive';
  return simple.id !== undefined && (typeOfId(simple.id) ?? 'number') !== 'number';
}

export const numberFunctions: NativeTable = {
  isInteger: ofNumber('isInteger', Number.isInteger),
  isSafeInteger: ofNumber('isSafeInteger', Number.isSafeInteger),
  isFinite: ofNumber('isFinite', Number.isFinite),
  isNaN: ofNumber('isNaN', Number.isNaN),
  parseInt: parseIntFunction,
  parseFloat: parseFloatFunction,
};

const ofOne = [
  'abs',
  'ceil',
  'floor',
  'round',
  'trunc',
  'sign',
  'sqrt',
  'cbrt',
  'log',
  'log2',
  'log10',
  'exp',
] as const;
const ofSeveral = ['max', 'min', 'pow', 'hypot'] as const;

export const mathFunctions: NativeTable = {
  random: () => unknown('other'),
  ...Object.fromEntries(
    ofOne.map((name): [string, NativeFunction] => {
      const ofNumberGiven = (machine: Machine, given: Value): Value => {
        const known = asNumber(machine, given);
        if (known !== undefined) return primitive(Math[name](known));
        return roundedAge(machine, name, given) ?? numberMadeOf(`Math.${name}`, given);
      };
      return [
        name,
        (machine, call) => {
          const given = arg(call, 0);
          const { cases } = machine.resolve(given);
          return cases === undefined
            ? ofNumberGiven(machine, given)
            : eachAlternative(machine.resolve(given), (one) => ofNumberGiven(machine, one));
        },
      ];
    }),
  ),
  ...Object.fromEntries(
    ofSeveral.map((name): [string, NativeFunction] => [
      name,
      (machine, call) => {
        const known = call.args.map((value) => asNumber(machine, value));
        const numbers = known.filter((number) => number !== undefined);
        // One that is none decides, whatever the others are.
        if ((name === 'max' || name === 'min') && numbers.some(Number.isNaN)) return primitive(Number.NaN);
        if (call.args.length === 0 || numbers.length < known.length) return unknown('other');
        return primitive(Reflect.apply(Math[name], undefined, numbers) as number);
      },
    ]),
  ),
};
