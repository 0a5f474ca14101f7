/**
 * How messages come into a sandbox and leave it: through a pipe for each way. What leaves is written at once and as a
 * whole: the channel that Node gives to a child keeps what it has no room for until the app pauses, and an app that never
 * pauses would take it with it. What comes in comes sooner than through that channel, which is there to tell each side
 * that the other has gone.
 */
import { writeSync } from 'node:fs';
import { DefaultSerializer, deserialize } from 'node:v8';

/** The descriptors of the pipes in the sandbox. */
export const messagePipes = { out: 4, in: 5 } as const;

/** The length of what follows, and whether that is a text. */
const headBytes = 5;
const noHead = Buffer.alloc(headBytes);
const isText = 1;
/** A longer message is none of ours: what leaves a sandbox at once is limited to a part of this. */
const longestMessage = 512 * 1024 * 1024;

/** Writes a message, and waits until the runner has made room for it. Throws where the runner has gone. */
export function writeMessage(message: unknown): void {
  const bytes = packedMessage(message);
  for (let written = 0; written < bytes.length;) written += writeSync(messagePipes.out, bytes, written);
}

/** What is written of a message, for {@link MessageReader}. */
export function packedMessage(message: unknown): Buffer {
  const bytes = typeof message === 'string' ? packedText(message) : packedObject(message);
  bytes.writeUInt32LE(bytes.length - headBytes, 0);
  return bytes;
}

function packedText(text: string): Buffer {
  const bytes = Buffer.allocUnsafe(headBytes + Buffer.byteLength(text));
  bytes[headBytes - 1] = isText;
  bytes.write(text, headBytes);
  return bytes;
}

function packedObject(message: unknown): Buffer {
  const serializer = new DefaultSerializer();
  serializer.writeRawBytes(noHead);
  serializer.writeHeader();
  serializer.writeValue(message);
  return serializer.releaseBuffer();
}

/** Puts the messages together again. */
export class MessageReader {
  readonly #take: (message: unknown) => void;
  #chunks: Buffer[] = [];
  #size = 0;
  /** Bytes that the next message needs; those of its head where its length is not known. */
  #needed = headBytes;

  constructor(take: (message: unknown) => void) {
    this.#take = take;
  }

  /** @throws where the bytes are no message. */
  push(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    if (this.#size < this.#needed) return;
    const bytes = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks);
    let start = 0;
    for (;;) {
      const rest = bytes.length - start;
      this.#needed = headBytes + (rest < headBytes ? 0 : bytes.readUInt32LE(start));
      if (this.#needed > longestMessage) throw new RangeError('A message is too long.');
      if (rest < this.#needed) break;
      const end = start + this.#needed;
      this.#take(unpacked(bytes, start, end));
      start = end;
    }
    this.#chunks = start === bytes.length ? [] : [bytes.subarray(start)];
    this.#size = bytes.length - start;
  }
}

function unpacked(bytes: Buffer, start: number, end: number): unknown {
  const body = start + headBytes;
  return bytes[body - 1] === isText
    ? bytes.toString('utf8', body, end)
    : deserialize(bytes.subarray(body, end));
}
