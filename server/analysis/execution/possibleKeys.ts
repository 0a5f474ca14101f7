/** Which names a key can be of which not all is known: what it cannot be stays as it is when something is written there. */
import { keySourceOf } from './copying.ts';
import type { Machine } from './machine.ts';
import type { Simple, TextValue, Value } from './values.ts';

export function canBeKey(machine: Machine, key: Value, name: string): boolean {
  return machine.resolve(key).of.some((simple) => canBe(machine, simple, name));
}

function canBe(machine: Machine, simple: Simple, name: string): boolean {
  switch (simple.kind) {
    case 'primitive':
      return String(simple.value) === name;
    case 'unknown': {
      const isExcluded =
        simple.id !== undefined && machine.facts.get(simple.id)?.noneOf.includes(name) === true;
      // A key that is any of an object is none of those that are known of it.
      const others = keySourceOf(machine, simple)?.known ?? machine.namesBeside.get(simple);
      return !isExcluded && others?.includes(name) !== true;
    }
    case 'text':
      return canBeText(machine, simple, name);
    case 'reference':
    case 'json':
      return true;
  }
}

/** Whether a name has what is known of a text, and lets the rest be what it is in the place of that. */
function canBeText(machine: Machine, { parts }: TextValue, name: string): boolean {
  const open = parts.filter((part) => typeof part !== 'string');
  const pattern = parts.map((part) =>
    typeof part === 'string'
      ? part.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`)
      : String.raw`([\s\S]*)`,
  );
  const match = new RegExp(`^${pattern.join('')}$`).exec(name);
  if (match === null) return false;
  const [only, another] = open;
  return only === undefined || another !== undefined || canBe(machine, only, match[1] ?? '');
}
