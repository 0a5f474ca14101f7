/**
 * Properties that a setting names: `{ [config.key]: true }`. Nobody knows how they are called, but it is the same name
 * wherever the setting stands, so they are fields like others, under a name that no code can write.
 */
import { type Simple, type UnknownValue, type Value } from './values.ts';

/** Around the id of a setting; and what stands for a space and for a dot, which mean something in ids. */
const [start, end, space, dot] = ['\uE000', '\uE001', '\uE002', '\uE003'];

/** The name of the field that a key stands for which is a setting, or is put together with settings; else undefined. */
export function settingName({ of: [simple, another] }: Value): string | undefined {
  if (simple === undefined || another !== undefined) return undefined;
  const parts = simple.kind === 'text' ? simple.parts : simple.kind === 'unknown' ? [simple] : [];
  let name = '';
  for (const part of parts) {
    if (typeof part === 'string') name += part;
    else if (part.origin === 'config' && part.id !== undefined) name += start + part.id + end;
    else return undefined;
  }
  return name.includes(start) ? name.replaceAll(' ', space).replaceAll('.', dot) : undefined;
}

export function isSettingName(name: string): boolean {
  return name.includes(start);
}

/** What stands in such a name before its first setting; undefined where there is none in it. */
export function textBeforeSetting(name: string): string | undefined {
  return isSettingName(name) ? name.slice(0, name.indexOf(start)) : undefined;
}

/** Whether two such names may be one: two settings may be the same, but nothing has two ends. */
export function mayBeSame(one: string, other: string): boolean {
  const [first, second] = [literalsAround(one), literalsAround(other)];
  const [isSameStart, isSameEnd] = [first.before === second.before, first.after === second.after];
  if (first.within === second.within && (isSameStart || isSameEnd)) return one === other;
  return (
    (first.before.startsWith(second.before) || second.before.startsWith(first.before)) &&
    (first.after.endsWith(second.after) || second.after.endsWith(first.after))
  );
}

/** What is known of the beginning and the end of a name. */
function literalsAround(name: string): Readonly<Record<'before' | 'within' | 'after', string>> {
  const [from, to] = [name.indexOf(start), name.lastIndexOf(end)];
  return { before: name.slice(0, from), within: name.slice(from, to), after: name.slice(to + 1) };
}

/** The key that a name stands for. */
export function keyOfName(name: string): Simple {
  const parts = plain(name)
    .split(/\uE000([^]*?)\uE001/)
    .map((text, index): string | UnknownValue =>
      index % 2 === 0 ? text : { kind: 'unknown', id: text, origin: 'config', isTruthy: false },
    )
    .filter((part) => part !== '');
  const [only, another] = parts;
  if (another !== undefined) return { kind: 'text', parts };
  return typeof only === 'object' ? only : { kind: 'primitive', value: name };
}

/** The name for people: `config.key`, `${config.prefix}_done`. */
export function toldName(name: string): string {
  if (!isSettingName(name)) return name;
  const isOne = name.startsWith(start) && name.indexOf(end) === name.length - 1;
  return plain(name)
    .replaceAll(start, isOne ? '' : '${')
    .replaceAll(end, isOne ? '' : '}');
}

function plain(name: string): string {
  return name.replaceAll(space, ' ').replaceAll(dot, '.');
}
