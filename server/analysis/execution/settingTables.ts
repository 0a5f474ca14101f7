/**
 * Tables that a setting fills, such as the kind of object for each event: `table[name] = kind` for the lines of
 * `config.mapping`. Settings are taken not to name an event that the app itself captures, so the table has nothing under
 * such a name. docs/loop-analysis.md states this assumption.
 */
import ts from 'typescript';
import { isExcludedBySetting } from './equality.ts';
import { anyKey, anyKeySource, type HeapObject } from './heap.ts';
import type { Machine } from './machine.ts';
import { isSettingName, keyOfName } from './settingNames.ts';
import type { Simple, Value } from './values.ts';

/** The keys of a table that are not known, where all of them are settings; else undefined. */
export function settingsIn(table: HeapObject): Value | undefined {
  const keys = table.field(anyKey) === undefined ? undefined : table.field(anyKeySource);
  return keys?.of.every(isSettingOrKnown) === true ? keys : undefined;
}

function isSettingOrKnown(key: Simple): boolean {
  return key.kind === 'primitive' || (key.kind === 'unknown' && key.origin === 'config');
}

/** Notes that the code adds something to what it has read out of a setting: `Object.assign(JSON.parse(config.map), own)`. */
export function noteWritten(machine: Machine, { of }: Value): void {
  for (const simple of of)
    if (simple.kind === 'unknown' && simple.origin === 'config' && simple.id !== undefined)
      machine.settingsWritten.add(simple.id);
}

/** Whether a table that settings fill has nothing under a name, because it is one that no setting names. */
export function isNamedByNoSetting(machine: Machine, table: HeapObject, name: string): boolean {
  const keys = table.field(anyKey) === undefined ? [] : (settingsIn(table)?.of ?? [unsaid]);
  const fields = table.keys().flatMap((key) => (isSettingName(key) ? keyOfName(key) : []));
  const all = [...keys, ...fields];
  return all.length > 0 && all.every((key) => isNotKey(machine, key, name));
}

const unsaid: Simple = { kind: 'unknown', id: undefined, origin: 'other', isTruthy: false };

function isNotKey(machine: Machine, key: Simple, name: string): boolean {
  if (key.kind === 'primitive') return key.value !== name;
  return key.kind === 'unknown' && isExcludedBySetting(machine, key, name);
}

/** Whether `table[event.event]` is nothing for that reason; names that the code writes itself are no events. */
export function lacksBySetting(machine: Machine, simple: Simple, name: string, node: ts.Node): boolean {
  if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression)) return false;
  if (simple.kind === 'unknown')
    return !machine.settingsWritten.has(simple.id ?? '') && isExcludedBySetting(machine, simple, name);
  if (simple.kind !== 'reference') return false;
  const { object } = simple;
  const isTable = object.type === 'object' && object.openAs === undefined && !machine.received.has(object);
  return isTable && object.field(name) === undefined && isNamedByNoSetting(machine, object, name);
}
