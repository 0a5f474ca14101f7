/** What throws where there is nothing: a list that is walked through, an object that is taken apart. */
import type { Machine } from './machine.ts';
import { missingProperty } from './objects.ts';
import { isNullish, single, unknown, type Value } from './values.ts';

/**
 * To be called where the language asks a value for its items or its properties: `for…of`, a spread into a list, a
 * pattern, `Object.entries`. A property that the captured event lacks throws, and one of any event may do so.
 */
export function askForParts(machine: Machine, value: Value): void {
  if (value === missingProperty) machine.raise(unknown('error'));
  if (machine.handler !== undefined && value.isPromise !== true && mayBeMissing(machine, value))
    machine.mayThrow();
}

function mayBeMissing(machine: Machine, value: Value): boolean {
  return machine
    .resolve(value)
    .of.some((simple) =>
      simple.kind === 'unknown'
        ? ofEvent.test(simple.id ?? '') && machine.truth(single(simple)).can !== 'true'
        : isNullish(simple),
    );
}

const ofEvent = /^event\.properties\.[\w$.]+$/;
