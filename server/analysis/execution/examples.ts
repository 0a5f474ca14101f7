/** Short texts that a pattern matches, to try what becomes of them: `order_a` for `/^(?:order|cart)_(\w+)$/`. */

const piecesOfPattern =
  /\\k<\w+>|\\p\{[^}]+\}|\\u\{[\da-f]+\}|\\u[\da-f]{4}|\\x[\da-f]{2}|\\.|\[(?:\\.|[^\]\\])*\]|\((?:\?(?:[:=!]|<[=!]|<\w+>))?|[*+?]\??|\{\d+(?:,\d*)?\}\??|[^]/giu;

/** Characters of each kind, the last digit first, where a name that counts is about to end; what a class or an escape means is asked of the language. */
const characters: readonly string[] = Array.from('a9A _-.:/$,#@%&=+*?!;|()[]{}<>~^"\'\\\né');

/** How alternatives are chosen, and how often something is repeated that may be. */
const turns = [0, 1, 2];

/** @returns a few texts at most; none where none was found. */
export function examplesOf(pattern: RegExp): readonly string[] {
  const pieces = pattern.source.match(piecesOfPattern) ?? [];
  const plain = new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, ''));
  const made = turns.map((turn) => new Example(pieces, plain.flags, turn).make());
  return [...new Set([...made, 'a'])].filter((text) => text !== '' && plain.test(text)).slice(0, 3);
}

class Example {
  readonly #pieces: readonly string[];
  readonly #flags: string;
  readonly #turn: number;
  #at = 0;

  constructor(pieces: readonly string[], flags: string, turn: number) {
    this.#pieces = pieces;
    this.#flags = flags;
    this.#turn = turn;
  }

  /** What the pattern asks for up to its end, or to that of a group. */
  make(): string {
    const ways: string[][] = [[]];
    for (let piece = this.#next(); piece !== undefined && piece !== ')'; piece = this.#next()) {
      const way = ways.at(-1) ?? [];
      if (piece === '|') ways.push([]);
      else if (/^(?:[*+?]|\{\d)/.test(piece) && way.length > 0)
        way.push((way.pop() ?? '').repeat(this.#times(piece)));
      else if (piece.startsWith('(')) {
        const inner = this.make();
        way.push(/[=!]$/.test(piece) ? '' : inner);
      } else way.push(this.#character(piece));
    }
    return (ways[this.#turn % ways.length] ?? []).join('');
  }

  #next(): string | undefined {
    this.#at += 1;
    return this.#pieces[this.#at - 1];
  }

  #times(piece: string): number {
    const most = /^\{(?:\d+,)?(\d+)/.exec(piece)?.[1] ?? (piece.startsWith('+') ? 1 : 0);
    return Math.min(Number(most), 20) + (piece.startsWith('{') ? 0 : this.#turn);
  }

  #character(piece: string): string {
    if (/^(?:[\^$]|\\[bBk\d])/.test(piece)) return '';
    if (/^[^\\[.]$/u.test(piece)) return piece;
    try {
      const one = new RegExp(`^${piece}$`, this.#flags);
      return characters.find((character) => one.test(character)) ?? '';
    } catch {
      return '';
    }
  }
}
