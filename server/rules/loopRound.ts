/** The way of a loop of several events from the call that is warned of back to it: which handler gets what, and sends what. */
import { knownName } from '../analysis/events.ts';
import type { ChainStep } from '../analysis/finding.ts';
import { chainOf } from '../analysis/sinks.ts';
import type { Verdict } from '../analysis/verdict.ts';

/** Nothing for an event that comes back at once: the chain of calls is all of its way. */
export function roundOf({ cycle, hops = [] }: Verdict): readonly ChainStep[] {
  if (cycle.length < 2 || hops.length !== cycle.length) return [];
  return hops.flatMap((hop, index): readonly ChainStep[] => {
    const names = [cycle[index], cycle[index + 1]].map((node) => {
      const name = node === undefined ? undefined : knownName(node.event);
      return name === undefined ? 'an event' : `'${name}'`;
    });
    const chain = chainOf(hop);
    const last = chain.length - 1;
    return chain.map((step, at) => {
      if (at === 0) return { ...step, function: getsText(step.function, names[0]) };
      return at < last
        ? step
        : { ...step, function: sendsText(hop.label, names[1], index === hops.length - 1) };
    });
  });
}

export function getsText(handler: string, event: string | undefined): string {
  return `${handler} gets ${event ?? 'an event'}`;
}

/** @param isBack whether it is the call that the loop began with. */
export function sendsText(call: string, event: string | undefined, isBack: boolean): string {
  return isBack ? `${call}, again` : `${call} sends ${event ?? 'an event'}`;
}
