/** The lines that two texts differ in, with a few that surround them. */

export interface DiffLine {
  readonly sign: '-' | '+' | ' ';
  readonly text: string;
}

const surrounding = 2;
/** Above this many pairs of lines the common ones are not looked for. */
const mostPairs = 4_000_000;

/** Lines of the first that are gone, and of the second that came, in order; `…` where lines are left out. */
export function lineDiff(before: string, after: string): readonly DiffLine[] {
  const all = align(before.trimEnd().split('\n'), after.trimEnd().split('\n'));
  const isNear = (index: number): boolean =>
    all.slice(Math.max(0, index - surrounding), index + surrounding + 1).some(({ sign }) => sign !== ' ');
  const lines: DiffLine[] = [];
  for (const [index, line] of all.entries()) {
    if (isNear(index)) lines.push(line);
    else if (lines.at(-1)?.text !== '…') lines.push({ sign: ' ', text: '…' });
  }
  return lines;
}

function align(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  if (before.length * after.length > mostPairs) {
    return [...before.map(line('-')), ...after.map(line('+'))];
  }
  // Length of the longest common sequence of what begins at each pair of lines.
  const common = Array.from({ length: before.length + 1 }, () => new Uint32Array(after.length + 1));
  const at = (row: number, column: number): number => common[row]?.[column] ?? 0;
  for (let row = before.length - 1; row >= 0; row -= 1) {
    for (let column = after.length - 1; column >= 0; column -= 1) {
      const length =
        before[row] === after[column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1));
      common[row]?.fill(length, column, column + 1);
    }
  }
  const lines: DiffLine[] = [];
  let [row, column] = [0, 0];
  while (row < before.length || column < after.length) {
    const [gone, came] = [before[row], after[column]];
    if (gone !== undefined && gone === came) {
      lines.push({ sign: ' ', text: gone });
      row += 1;
      column += 1;
    } else if (gone !== undefined && at(row + 1, column) >= at(row, column + 1)) {
      lines.push({ sign: '-', text: gone });
      row += 1;
    } else {
      lines.push({ sign: '+', text: came ?? '' });
      column += 1;
    }
  }
  return lines;
}

function line(sign: DiffLine['sign']): (text: string) => DiffLine {
  return (text) => ({ sign, text });
}
