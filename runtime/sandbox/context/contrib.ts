/** `createBuffer` of `@posthog/plugin-contrib`. Reference 4.8, with the flush rule of 2.7. */

interface BufferOptions {
  readonly limit?: number;
  readonly timeoutSeconds?: number;
  readonly onFlush?: (objects: readonly unknown[], points: number) => unknown;
}

interface AppBuffer {
  add(object: unknown, points?: number): void;
  flush(): Promise<void>;
}

const buffers: AppBuffer[] = [];

export function createBuffer({ limit = 10, onFlush }: BufferOptions = {}): AppBuffer {
  let objects: unknown[] = [];
  let points = 0;
  const flush = async (): Promise<void> => {
    if (objects.length === 0) return;
    const [batch, size] = [objects, points];
    objects = [];
    points = 0;
    await onFlush?.(batch, size);
  };
  const buffer: AppBuffer = {
    add(object, size = 1) {
      if (points > 0 && points + size > limit) void flush();
      objects.push(object);
      points += size;
      if (points > limit) void flush();
    },
    flush,
  };
  buffers.push(buffer);
  return buffer;
}

/** The time of every buffer is up: on the virtual clock that is at once, when a call has ended. */
export async function flushBuffers(): Promise<void> {
  for (const buffer of buffers) await buffer.flush();
}
