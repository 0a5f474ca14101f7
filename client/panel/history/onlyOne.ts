/** Things that one of two runs did more often than the other, in a sentence each. */

/** Of more than these only the number is told. */
export const mostTold = 5;

/** @param verb what it did with them, such as `captured`. */
export function onlyOne(
  verb: string,
  before: readonly string[],
  after: readonly string[],
): readonly string[] {
  const counts = new Map<string, number>();
  for (const name of after) counts.set(name, (counts.get(name) ?? 0) + 1);
  for (const name of before) counts.set(name, (counts.get(name) ?? 0) - 1);
  const times = (count: number): string => (count === 1 ? '' : ` (${count} times)`);
  const changed = [...counts].filter(([, count]) => count !== 0);
  return firstOf(
    changed.map(([name, count]) =>
      count > 0
        ? `Only this run ${verb} ${name}${times(count)}.`
        : `Only the other run ${verb} ${name}${times(-count)}.`,
    ),
  );
}

/** The first sentences, and how many there are besides. */
export function firstOf(sentences: readonly string[]): readonly string[] {
  const more = sentences.length - mostTold;
  return more > 0 ? [...sentences.slice(0, mostTold), `${more} more of that kind.`] : sentences;
}
