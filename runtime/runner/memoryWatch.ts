/** Watches the memory of a sandbox beyond its heap: buffers count as no heap, so V8's limit does not hold them. */
import { readFile } from 'node:fs/promises';

export const processLimitMb = 768;

const intervalMs = 100;
const pageSize = 4096;

/** @returns a function that ends the watch. Only Linux tells the memory of another process cheaply. */
export function watchMemory(pid: number, onExceeded: () => void): () => void {
  if (process.platform !== 'linux') return () => undefined;
  const timer = setInterval(() => {
    void check(pid, onExceeded);
  }, intervalMs);
  timer.unref();
  return () => clearInterval(timer);
}

async function check(pid: number, onExceeded: () => void): Promise<void> {
  if ((await residentBytes(pid)) > processLimitMb * 1024 * 1024) onExceeded();
}

async function residentBytes(pid: number): Promise<number> {
  try {
    const pages = (await readFile(`/proc/${pid}/statm`, 'utf8')).split(' ')[1];
    return Number(pages) * pageSize;
  } catch {
    return 0; // The process has just ended.
  }
}
