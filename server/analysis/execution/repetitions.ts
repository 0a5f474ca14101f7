/** Which patterns of an app are quick on any short text, although something that is repeated is repeated in them. */

const piece = /(\[(?:[^\]\\]|\\.)+\]|\\.|[^()[\]\\|*+?{}^$])([*+?]|\{\d+(?:,\d*)?\})?/y;
const repeatedGroup = /\((?:\?:)?((?:[^()[\]\\|]|\\.|\[(?:[^\]\\]|\\.)+\])+)\)([*+]|\{\d+(?:,\d*)?\})/g;

/** Something repeated that is repeated itself, and what refers to a group. */
const slow = /[+*}]\)?[+*{]|\([^)]*[+*{][^)]*\)[+*{]|\\\d/;

/**
 * Whether a pattern comes to its end soon: it repeats nothing that repeats something, but for groups that can begin, or
 * end, in one way only, such as `(_[a-z0-9]+)*` and `(\w+\.)+`.
 */
export function isQuick(source: string, flags: string): boolean {
  return !slow.test(
    source.replaceAll(repeatedGroup, (group, content: string, times: string) =>
      isApart(content, flags.replace(/[gy]/g, '')) ? `x${times}` : group,
    ),
  );
}

/** Whether the first or the last piece of a group is there once, and no other one can be the same character. */
function isApart(content: string, flags: string): boolean {
  const pieces = piecesOf(content);
  if (pieces === undefined) return false;
  return [pieces[0], pieces.at(-1)].some(
    (edge) =>
      edge?.isOnce === true &&
      pieces.every((other) => other === edge || !characters.some((each) => takes(edge, other, each, flags))),
  );
}

interface Piece {
  readonly source: string;
  readonly isOnce: boolean;
}

function piecesOf(content: string): readonly Piece[] | undefined {
  const pieces: Piece[] = [];
  piece.lastIndex = 0;
  for (let end = 0; end < content.length; end = piece.lastIndex) {
    const [, source = '', times] = piece.exec(content) ?? [];
    // What stands for no character, or goes back to another group, is left alone.
    if (source === '' || /^\\[bB1-9kpPuxc]/.test(source)) return undefined;
    pieces.push({ source, isOnce: times === undefined });
  }
  return pieces;
}

function takes(one: Piece, other: Piece, character: string, flags: string): boolean {
  return [one, other].every(({ source }) => new RegExp(`^(?:${source})$`, flags).test(character));
}

/** All of ASCII, and one letter, one sign and one space beyond. */
const characters = [
  ...Array.from({ length: 128 }, (_, code) => String.fromCodePoint(code)),
  'é',
  '–',
  '\u00a0',
];
