/** What a screen reader says of a row of the tree: what one sees, without the buttons in it. */
import { againWords, deliveriesWords, describeStep, placeWords } from '../../../protocol/followWords.ts';
import type { Hop } from '../../../protocol/trace.ts';
import { fateWords } from '../../../protocol/reportWords.ts';
import { eventOf, type HopTreeParts } from './hopPart.ts';
import type { AgainRow, EventRow, HopRow } from './hopRows.ts';

export function hopRowLabel(parts: HopTreeParts, row: HopRow): string {
  return row.kind === 'again' ? labelOfAgain(parts, row) : labelOfEvent(parts, row);
}

function labelOfAgain({ isNamed, trace: { hops } }: HopTreeParts, { repeat }: AgainRow): string {
  const first = hops[repeat.hop];
  const words = deliveriesWords(repeat.all.flatMap((index) => hops[index] ?? []));
  return [
    againWords(hops, repeat),
    ...(words === null ? [] : [words.text]),
    ...(first === undefined ? [] : placeOf(first, isNamed)),
  ].join(', ');
}

function labelOfEvent(parts: HopTreeParts, row: EventRow): string {
  const { fates, isNamed, trace } = parts;
  const event = eventOf(trace, row);
  if (event === undefined) return '';
  const hop = row.hop === null ? undefined : trace.hops[row.hop];
  const fate = row.captured === null ? undefined : fates[row.captured];
  const words = deliveriesWords([event]);
  const what = [
    `${event.event} of ${event.distinctId}`,
    ...(row.isLooping ? ['part of a loop'] : []),
    ...(fate === null || fate === undefined ? [] : [fateWords[fate.grade][0]]),
    ...(words === null ? [] : [words.text]),
    ...(hop === undefined ? ['not fed back'] : placeOf(hop, isNamed)),
  ];
  const did = (hop?.steps ?? []).flatMap((step) => [
    describeStep(step, isNamed).text,
    ...step.errors.map(({ message, name }) => `${name}: ${message}`),
  ]);
  const nobody = hop?.steps.length === 0 ? ['No app here takes it'] : [];
  return [what.join(', '), ...did, ...nobody].join('. ');
}

function placeOf({ cause: { app, source } }: Hop, isNamed: boolean): readonly string[] {
  return source === null ? [] : [placeWords(source, isNamed ? app : undefined)];
}
