/** Watches the memory of a sandbox beyond its heap: buffers count as no heap, so V8's limit does not hold them. */
import { readFile } from 'node:fs/promises';

export const processLimitMb = 768;

/** A heap that is more than half full, with what the process takes beside it: a quick loop leaves little time. */
const nearLimitMb = 200;

const intervalMs = 100;
const pageSize = 4096;

interface MemoryEvents {
  /** Called again and again while there is little room left. */
  readonly onNear: () => void;
  readonly onExceeded: () => void;
}

/** @returns a function that ends the watch. Only Linux tells the memory of another process cheaply. */
export function watchMemory(pid: number, events: MemoryEvents): () => void {
  if (process.platform !== 'linux') return () => undefined;
  const timer = setInterval(() => {
    void check(pid, events);
  }, intervalMs);
  timer.unref();
  return () => clearInterval(timer);
}

async function check(pid: number, { onExceeded, onNear }: MemoryEvents): Promise<void> {
  const megabytes = (await residentBytes(pid)) / 2 ** 20;
  if (megabytes > processLimitMb) onExceeded();
  else if (megabytes > nearLimitMb) onNear();
}

async function residentBytes(pid: number): Promise<number> {
  try {
    const pages = (await readFile(`/proc/${pid}/statm`, 'utf8')).split(' ')[1];
    return Number(pages) * pageSize;
  } catch {
    return 0; // The process has just ended.
  }
}
