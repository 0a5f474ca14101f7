/**
 * What an app did with events of other apps. Most apps look at the name and at a few properties, so that what they do
 * with one event is known from another one that is the same in all of that.
 */
import type { Handled } from './appExplorer.ts';
import { type CapturedEvent, keyOfEvent, keyOfFacts, keyOfOrigin } from './events.ts';
import { fieldOf, keyOfShape, type Shape } from './execution/shapes.ts';

/** Events that are the same but for their properties, by what the same properties of them were asked for. */
interface Alike {
  readonly asked: readonly string[];
  readonly byValues: Map<string, Remembered>;
}

interface Remembered {
  readonly handled: Handled;
  /** What it cost, in steps. */
  readonly work: number;
}

/** One for each part of an app. */
export class HandledEvents {
  readonly #same = new Map<string, Handled>();
  readonly #alike = new Map<string, Alike[]>();

  /** What was done with the event before. */
  same(event: CapturedEvent): Handled | undefined {
    return this.#same.get(keyOfEvent(event));
  }

  /** What was done with another event that is the same in all that was asked for. */
  alike(event: CapturedEvent): Remembered | undefined {
    const { properties } = event;
    if (!isClosed(properties)) return undefined;
    for (const { asked, byValues } of this.#alike.get(keyBeside(event)) ?? []) {
      const remembered = byValues.get(keyOfFields(properties, asked));
      if (remembered !== undefined) return remembered;
    }
    return undefined;
  }

  /** @param asked the properties that were asked for; undefined where all of them were. */
  remember(
    event: CapturedEvent,
    { asked, handled, work }: Remembered & { readonly asked: readonly string[] | undefined },
  ): void {
    const { properties } = event;
    this.#same.set(keyOfEvent(event), handled);
    if (asked === undefined || !isClosed(properties)) return;
    const key = keyBeside(event);
    const names = asked.toSorted();
    const all = this.#alike.get(key) ?? [];
    this.#alike.set(key, all);
    let alike = all.find((one) => one.asked.join('\n') === names.join('\n'));
    if (alike === undefined) all.push((alike = { asked: names, byValues: new Map() }));
    alike.byValues.set(keyOfFields(properties, names), { handled, work });
  }
}

/** Whether all its fields are known. */
function isClosed(shape: Shape): boolean {
  return shape.kind === 'object' && shape.openAs === undefined;
}

/** Each event is asked for by every app. */
const keysBeside = new WeakMap<CapturedEvent, string>();

/** All of an event but its properties; of these, what stands beside them in the event as well. */
function keyBeside(event: CapturedEvent): string {
  const known = keysBeside.get(event);
  if (known !== undefined) return known;
  const { facts, name, properties, distinctId, beside: sets } = event;
  const made = [distinctId, sets].map((shape) => (shape === undefined ? '' : keyOfShape(shape))).join(' ');
  const beside = `${made} ${keyOfFields(properties, ['distinct_id', 'timestamp'])}`;
  const key = `${keyOfOrigin(event)} ${keyOfShape(name)} ${beside} ${keyOfFacts(facts)}`;
  keysBeside.set(event, key);
  return key;
}

function keyOfFields(shape: Shape, names: readonly string[]): string {
  return names.map((name) => keyOfShape(fieldOf(shape, name))).join('\n');
}
