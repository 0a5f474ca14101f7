/**
 * What is known of a value without running the app. `unknown` is always a right answer; everything else is a
 * promise.
 */

export type AbstractValue =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null | undefined }
  /** A text of which only the beginning and the end are known, such as `${name}_done`. */
  | { readonly kind: 'text'; readonly prefix: string; readonly suffix: string }
  /** The same every time, but not known here: a field of the configuration, by its path. */
  | { readonly kind: 'constant'; readonly path: string }
  | {
      readonly kind: 'object';
      readonly members: ReadonlyMap<string, AbstractValue>;
      /** Whether there may be members that are not listed. */
      readonly isOpen: boolean;
    }
  | { readonly kind: 'list'; readonly items: readonly AbstractValue[] }
  /** Something that is there, so that it counts as true. */
  | { readonly kind: 'present' };

export const unknown: AbstractValue = { kind: 'unknown' };

export function literal(value: string | number | boolean | null | undefined): AbstractValue {
  return { kind: 'literal', value };
}

/** True, false, or undefined when it is not known. */
export type Truth = boolean | undefined;

export function truth(value: AbstractValue): Truth {
  switch (value.kind) {
    case 'literal':
      return Boolean(value.value);
    case 'text':
      return value.prefix !== '' || value.suffix !== '' ? true : undefined;
    case 'object':
    case 'list':
    case 'present':
      return true;
    case 'unknown':
    case 'constant':
      return undefined;
  }
}

export function fromTruth(value: Truth): AbstractValue {
  return value === undefined ? unknown : literal(value);
}

export function not(value: Truth): Truth {
  return value === undefined ? undefined : !value;
}

/** Whether two values are equal with `===`. */
export function equals(one: AbstractValue, other: AbstractValue): Truth {
  if (one.kind === 'literal' && other.kind === 'literal') return one.value === other.value;
  if (one.kind === 'constant' && other.kind === 'constant') return one.path === other.path ? true : undefined;
  if (one.kind === 'text' || other.kind === 'text') return equalTexts(one, other);
  const isAbsent = (value: AbstractValue): boolean =>
    value.kind === 'literal' && (value.value === undefined || value.value === null);
  const isThere = (value: AbstractValue): boolean =>
    value.kind === 'object' || value.kind === 'list' || value.kind === 'present';
  if ((isAbsent(one) && isThere(other)) || (isAbsent(other) && isThere(one))) return false;
  return undefined;
}

function equalTexts(one: AbstractValue, other: AbstractValue): Truth {
  const [first, second] = [ends(one), ends(other)];
  if (first === undefined || second === undefined) {
    const plain = first === undefined ? one : other;
    return plain.kind === 'literal' ? false : undefined;
  }
  const prefixFits = first.prefix.startsWith(second.prefix) || second.prefix.startsWith(first.prefix);
  const suffixFits = first.suffix.endsWith(second.suffix) || second.suffix.endsWith(first.suffix);
  const shorter = Math.min(first.exact ?? Infinity, second.exact ?? Infinity);
  const longest = Math.max(
    first.prefix.length,
    second.prefix.length,
    first.suffix.length,
    second.suffix.length,
  );
  return prefixFits && suffixFits && longest <= shorter ? undefined : false;
}

/** Known beginning and end of a text; for a whole text both are the text, and `exact` is its length. */
function ends(
  value: AbstractValue,
): { readonly prefix: string; readonly suffix: string; readonly exact: number | undefined } | undefined {
  if (value.kind === 'text') return { prefix: value.prefix, suffix: value.suffix, exact: undefined };
  if (value.kind !== 'literal' || typeof value.value !== 'string') return undefined;
  return { prefix: value.value, suffix: value.value, exact: value.value.length };
}

/** `one + other`. */
export function concatenate(one: AbstractValue, other: AbstractValue): AbstractValue {
  if (one.kind === 'literal' && other.kind === 'literal')
    return literal(`${String(one.value)}${String(other.value)}`);
  const prefix = one.kind === 'literal' ? String(one.value) : one.kind === 'text' ? one.prefix : '';
  const suffix = other.kind === 'literal' ? String(other.value) : other.kind === 'text' ? other.suffix : '';
  return { kind: 'text', prefix, suffix };
}

/** The member of that name. */
export function memberOf(value: AbstractValue, name: string): AbstractValue {
  switch (value.kind) {
    case 'object':
      return value.members.get(name) ?? (value.isOpen ? unknown : literal(undefined));
    case 'constant':
      return { kind: 'constant', path: `${value.path}.${name}` };
    case 'list':
      return name === 'length' ? literal(value.items.length) : (value.items[Number(name)] ?? unknown);
    case 'literal':
      if (typeof value.value === 'string' && name === 'length') return literal(value.value.length);
      // Reached with `?.`; without it the app throws before the next line.
      return value.value === undefined || value.value === null ? literal(undefined) : unknown;
    case 'text':
    case 'present':
    case 'unknown':
      return unknown;
  }
}

/** What holds whichever of the two it is. */
export function join(one: AbstractValue, other: AbstractValue): AbstractValue {
  if (one.kind === 'literal' && other.kind === 'literal' && one.value === other.value) return one;
  if (one.kind === 'constant' && other.kind === 'constant' && one.path === other.path) return one;
  return truth(one) === true && truth(other) === true ? { kind: 'present' } : unknown;
}
