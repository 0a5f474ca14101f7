/**
 * Whether an event is still what it was, by its values: writing it as JSON, to compare the texts, costs three times as
 * much. Only plain data is judged here. Whatever JSON might write otherwise than it looks (an object of a class, one with
 * `toJSON`, `undefined`, keys in another order) is left to it.
 */

export type Look = 'same' | 'changed' | 'unsure';

// The app may replace them; ours must go on working.
const { getPrototypeOf, hasOwn } = Object;
const { isArray } = Array;
const { isFinite } = Number;
const plainObject: unknown = Object.prototype;
const plainList: unknown = Array.prototype;

/** Stand for where an object or a list begins, and where an object ends; no value of an event is one of them. */
const objectMark = {};
const listMark = {};
const endMark = {};

const deepest = 50;
/** Values and characters that are looked through of what is new: the size of a result is limited, and JSON counts it. */
const mostOfNew = 1_000_000;

/** Marks, keys and values of the event, in the order of its keys. */
const notes: unknown[] = [];
let count = 0;
let isNoted = false;

/** Remembers what JSON gave, before the app gets it. */
export function remember(event: unknown): void {
  count = 0;
  isNoted = false;
  if (typeof event !== 'object' || event === null) return;
  // What the app adds to all objects would count as keys of each.
  for (const _ in objectMark) return;
  isNoted = noteAll(event, 0);
}

/** Forgets it: the next look is not sure. */
export function forget(): void {
  isNoted = false;
}

function noteAll(value: object, depth: number): boolean {
  if (depth > deepest) return false;
  if (isArray(value)) {
    notes[count++] = listMark;
    notes[count++] = value.length;
    for (let index = 0; index < value.length; index += 1) {
      const item: unknown = value[index];
      if (typeof item !== 'object' || item === null) notes[count++] = item;
      else if (!noteAll(item, depth + 1)) return false;
    }
    return true;
  }
  notes[count++] = objectMark;
  // oxlint-disable-next-line guard-for-in -- what JSON gave inherits nothing: see remember.
  for (const key in value) {
    notes[count++] = key;
    const item: unknown = (value as Record<string, unknown>)[key];
    if (typeof item !== 'object' || item === null) notes[count++] = item;
    else if (!noteAll(item, depth + 1)) return false;
  }
  notes[count++] = endMark;
  return true;
}

/** Where {@link lookAt} is in the notes. */
let at = 0;
let isOther = false;
let left = 0;

/** Compares with what was remembered. Never throws: what the app put into a getter or a proxy is for JSON to meet. */
export function lookAt(value: unknown): Look {
  if (!isNoted || typeof value !== 'object' || value === null) return 'unsure';
  at = 0;
  isOther = false;
  left = mostOfNew;
  try {
    if (!follow(value)) return 'unsure';
  } catch {
    return 'unsure';
  }
  return isOther ? 'changed' : 'same';
}

/** @returns false where it is for JSON to tell. */
function follow(value: object): boolean {
  if ('toJSON' in value) return false;
  if (isArray(value)) {
    if (getPrototypeOf(value) !== plainList || notes[at++] !== listMark) return false;
    if (notes[at++] !== value.length) return false;
    for (let index = 0; index < value.length; index += 1) {
      if (!followItem(value, index, value[index])) return false;
    }
    return true;
  }
  if (getPrototypeOf(value) !== plainObject || notes[at++] !== objectMark) return false;
  let added = false;
  let removed = false;
  for (const key in value) {
    const item: unknown = (value as Record<string, unknown>)[key];
    while (notes[at] !== key && notes[at] !== endMark) {
      removed = true;
      skipKey();
    }
    if (notes[at] === endMark) {
      added = true;
      if (!hasOwn(value, key) || !isPlain(item, 0)) return false;
    } else {
      at += 1;
      if (!followItem(value, key, item)) return false;
    }
  }
  while (notes[at] !== endMark) {
    removed = true;
    skipKey();
  }
  at += 1;
  if (added || removed) isOther = true;
  // Both: it may be another order alone.
  return !(added && removed);
}

function followItem(holder: object, key: PropertyKey, item: unknown): boolean {
  if (typeof item === 'object' && item !== null) return follow(item);
  const before = notes[at++];
  if (item === before) return true;
  if (typeof before === 'object' && before !== null) return false;
  isOther = true;
  return hasOwn(holder, key) && isPlain(item, 0);
}

/** Goes over a key with its value. */
function skipKey(): void {
  at += 1;
  skipItem();
}

function skipItem(): void {
  const mark = notes[at++];
  if (mark === objectMark) {
    while (notes[at] !== endMark) skipKey();
    at += 1;
  } else if (mark === listMark) {
    const length = Number(notes[at++]);
    for (let index = 0; index < length; index += 1) skipItem();
  }
}

/** Whether JSON writes a new value as it looks. */
function isPlain(value: unknown, depth: number): boolean {
  left -= typeof value === 'string' ? value.length + 1 : 1;
  if (left < 0 || depth > deepest) return false;
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return true;
    case 'number':
      return isFinite(value);
    case 'object':
      return value === null || hasPlainItems(value, depth);
    default:
      return false;
  }
}

function hasPlainItems(value: object, depth: number): boolean {
  if ('toJSON' in value) return false;
  if (isArray(value)) {
    if (getPrototypeOf(value) !== plainList) return false;
    for (let index = 0; index < value.length; index += 1) {
      if (!isPlain(value[index], depth + 1)) return false;
    }
    return true;
  }
  if (getPrototypeOf(value) !== plainObject) return false;
  for (const key in value) {
    if (!hasOwn(value, key) || !isPlain((value as Record<string, unknown>)[key], depth + 1)) return false;
  }
  return true;
}
