/** Looks through the memory of another process of this computer, as it lies there. Linux only. */
import { open, readFile } from 'node:fs/promises';

const chunkBytes = 16 * 1024 * 1024;

/**
 * Which of the texts are somewhere in the memory that a process can write to: in one byte a character, or in two.
 *
 * @throws Error where the system does not let us look.
 */
export async function foundInMemory(pid: number, texts: readonly string[]): Promise<readonly string[]> {
  const needles = texts.flatMap((text) => [
    { text, bytes: Buffer.from(text) },
    { text, bytes: Buffer.from(text, 'utf16le') },
  ]);
  const found = new Set<string>();
  const memory = await open(`/proc/${pid}/mem`);
  try {
    for (const [start, end] of await writableRegions(pid)) {
      for (let at = start; at < end; at += chunkBytes) {
        const chunk = Buffer.alloc(Math.min(chunkBytes, end - at));
        // Parts of a region may be no memory at all.
        const { bytesRead } = await memory.read(chunk, 0, chunk.length, at).catch(() => ({ bytesRead: 0 }));
        const read = chunk.subarray(0, bytesRead);
        for (const { text, bytes } of needles) if (read.includes(bytes)) found.add(text);
      }
    }
  } finally {
    await memory.close();
  }
  return [...found];
}

async function writableRegions(pid: number): Promise<readonly (readonly [number, number])[]> {
  const maps = await readFile(`/proc/${pid}/maps`, 'utf8');
  return maps.split('\n').flatMap((line) => {
    const [, start = '', end = ''] = /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(line) ?? [];
    return start === '' ? [] : [[Number.parseInt(start, 16), Number.parseInt(end, 16)] as const];
  });
}
