/** The name that somebody most likely meant. */

/** @returns the nearest of the names, when it differs by few letters, and not by all of them; undefined otherwise. */
export function similarName(name: string, names: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const candidate of names) {
    const distance = letterDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance && distance < Math.max(name.length, candidate.length)) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** How many letters to add, remove, change or swap with their neighbour make one text the other. */
export function letterDistance(first: string, second: string): number {
  const width = second.length + 1;
  const rows: number[][] = [Array.from({ length: width }, (_, index) => index)];
  for (let row = 1; row <= first.length; row += 1) {
    const line = [row];
    for (let column = 1; column < width; column += 1) {
      const isSame = first[row - 1] === second[column - 1];
      const swapped =
        row > 1 &&
        column > 1 &&
        first[row - 1] === second[column - 2] &&
        first[row - 2] === second[column - 1]
          ? (rows[row - 2]?.[column - 2] ?? 0) + 1
          : Infinity;
      line.push(
        Math.min(
          (rows[row - 1]?.[column] ?? 0) + 1,
          (line[column - 1] ?? 0) + 1,
          (rows[row - 1]?.[column - 1] ?? 0) + (isSame ? 0 : 1),
          swapped,
        ),
      );
    }
    rows.push(line);
  }
  return rows.at(-1)?.at(-1) ?? 0;
}
