/**
 * What an app did with events of other apps. Most apps look at the name and at a few properties, so that what they do
 * with one event is known from another one that is the same in all of that.
 */
import type { Handled } from './appExplorer.ts';
import { type CapturedEvent, keyOfEvent, keyOfFacts } from './events.ts';
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

export class HandledEvents {
  readonly #same = new Map<string, Handled>();
  readonly #alike = new Map<string, Alike[]>();

  /** What was done with the event before. */
  same(event: CapturedEvent, part: string): Handled | undefined {
    return this.#same.get(keyOf(event, part));
  }

  /** What was done with another event that is the same in all that was asked for. */
  alike(event: CapturedEvent, part: string): Remembered | undefined {
    const { properties } = event;
    if (!isClosed(properties)) return undefined;
    for (const { asked, byValues } of this.#alike.get(keyBeside(event, part)) ?? []) {
      const remembered = byValues.get(keyOfFields(properties, asked));
      if (remembered !== undefined) return remembered;
    }
    return undefined;
  }

  /** @param asked the properties that were asked for; undefined where all of them were. */
  remember(
    event: CapturedEvent,
    part: string,
    { asked, handled, work }: Remembered & { readonly asked: readonly string[] | undefined },
  ): void {
    const { properties } = event;
    this.#same.set(keyOf(event, part), handled);
    if (asked === undefined || !isClosed(properties)) return;
    const key = keyBeside(event, part);
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

function keyOf(event: CapturedEvent, part: string): string {
  return `${part} ${keyOfEvent(event)}`;
}

/** All of an event but its properties; of these, what stands beside them in the event as well. */
function keyBeside({ facts, isOwnCapture, name, properties }: CapturedEvent, part: string): string {
  const beside = keyOfFields(properties, ['distinct_id', 'timestamp']);
  return `${part} ${String(isOwnCapture)} ${keyOfShape(name)} ${beside} ${keyOfFacts(facts)}`;
}

function keyOfFields(shape: Shape, names: readonly string[]): string {
  return names.map((name) => keyOfShape(fieldOf(shape, name))).join('\n');
}
