/** Methods of texts, lists and sets that apps use in guards. */
import ts from 'typescript';
import {
  equals,
  fromTruth,
  literal,
  memberOf,
  truth,
  unknown,
  type AbstractValue,
  type Truth,
} from './abstractValue.ts';

/**
 * @param receiver what the method is called on; a `Set` is its list of items.
 * @param first the first argument as written, for patterns.
 */
export function evaluateMethod(
  receiver: AbstractValue,
  name: string,
  args: readonly AbstractValue[],
  first: ts.Expression | undefined,
): AbstractValue {
  const argument = args[0] ?? unknown;
  if (receiver.kind === 'list') {
    if (name === 'includes' || name === 'has') return fromTruth(contains(receiver.items, argument));
    if (name === 'indexOf') {
      const found = contains(receiver.items, argument);
      return found === false ? literal(-1) : unknown;
    }
    return unknown;
  }
  if (receiver.kind === 'object' && name === 'hasOwnProperty' && argument.kind === 'literal') {
    const member = memberOf(receiver, String(argument.value));
    return member.kind === 'unknown' ? unknown : fromTruth(truth(member) ?? true);
  }
  if (name === 'startsWith' || name === 'endsWith' || name === 'includes')
    return ofText(receiver, name, argument);
  if (receiver.kind === 'literal' && typeof receiver.value === 'string') {
    if (name === 'toLowerCase') return literal(receiver.value.toLowerCase());
    if (name === 'toUpperCase') return literal(receiver.value.toUpperCase());
    if (name === 'trim') return literal(receiver.value.trim());
    if (name === 'match' && first !== undefined && ts.isRegularExpressionLiteral(first)) {
      return fromTruth(matches(first, receiver.value));
    }
  }
  return unknown;
}

function contains(items: readonly AbstractValue[], wanted: AbstractValue): Truth {
  const answers = items.map((item) => equals(item, wanted));
  if (answers.includes(true)) return true;
  return answers.every((answer) => answer === false) ? false : undefined;
}

function ofText(
  receiver: AbstractValue,
  name: 'startsWith' | 'endsWith' | 'includes',
  argument: AbstractValue,
): AbstractValue {
  if (argument.kind !== 'literal' || typeof argument.value !== 'string') return unknown;
  const part = argument.value;
  if (receiver.kind === 'literal' && typeof receiver.value === 'string')
    return literal(receiver.value[name](part));
  if (receiver.kind !== 'text') return unknown;
  const { prefix, suffix } = receiver;
  if (name === 'startsWith') {
    if (prefix.startsWith(part)) return literal(true);
    return part.startsWith(prefix) ? unknown : literal(false);
  }
  if (name === 'endsWith') {
    if (suffix.endsWith(part)) return literal(true);
    return part.endsWith(suffix) ? unknown : literal(false);
  }
  return prefix.includes(part) || suffix.includes(part) ? literal(true) : unknown;
}

/** Whether a pattern written in the source matches; undefined when it is no valid pattern here. */
export function matches(pattern: ts.RegularExpressionLiteral, text: string): Truth {
  const end = pattern.text.lastIndexOf('/');
  // A pattern that may take very long is not tried: nested repetition.
  if (/[+*}]\)?[+*{]/.test(pattern.text) || pattern.text.length > 200 || text.length > 200) return undefined;
  try {
    return new RegExp(pattern.text.slice(1, end), pattern.text.slice(end + 1).replace('g', '')).test(text);
  } catch {
    // Half typed, or of a newer language than ours.
    return undefined;
  }
}
