/** A large object as indented JSON, in pieces: as one text it may be longer than a text can be. */
import type { CommandIo } from './command.ts';

/** Characters that are written at once: single items would be many small writes. */
const pieceLength = 64 * 1024;

/**
 * Writes what `JSON.stringify(value, null, 2)` gives, and a line end. Items of the lists in it are written one by one,
 * and no faster than they leave.
 *
 * @param value without values that JSON does not know; what is undefined is left out.
 */
export async function writeJson(value: object, io: Pick<CommandIo, 'write' | 'drained'>): Promise<void> {
  let piece = '';
  for (const text of textsOf(value)) {
    piece += text;
    if (piece.length < pieceLength) continue;
    io.write(piece);
    piece = '';
    await io.drained();
  }
  io.write(`${piece}\n`);
}

function* textsOf(value: object): Generator<string> {
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
  let before = '{\n';
  for (const [name, entry] of entries as readonly [string, unknown][]) {
    yield `${before}  ${JSON.stringify(name)}: `;
    before = ',\n';
    if (Array.isArray(entry) && entry.length > 0) yield* itemsOf(entry);
    else yield indented(entry, '  ');
  }
  yield entries.length === 0 ? '{}' : '\n}';
}

function* itemsOf(list: readonly unknown[]): Generator<string> {
  let before = '[\n';
  for (const item of list) {
    yield `${before}    ${indented(item, '    ')}`;
    before = ',\n';
  }
  yield '\n  ]';
}

function indented(value: unknown, space: string): string {
  return JSON.stringify(value, null, 2).replaceAll('\n', `\n${space}`);
}
