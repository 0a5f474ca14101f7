/** `createBuffer` of `@posthog/plugin-contrib`. Reference 4.8, with the flush rule of 2.7. */
import { startTimer, stopTimer } from './clock.ts';
import { addTo } from './lists.ts';

interface BufferOptions {
  readonly limit?: number;
  readonly timeoutSeconds?: number;
  readonly onFlush?: (objects: readonly unknown[], points: number) => unknown;
}

interface AppBuffer {
  add(object: unknown, points?: number): void;
  flush(): Promise<void>;
}

export function createBuffer({ limit = 10, timeoutSeconds = 60, onFlush }: BufferOptions = {}): AppBuffer {
  let objects: unknown[] = [];
  let points = 0;
  let timer: number | undefined;
  const flush = async (): Promise<void> => {
    stopTimer(timer);
    timer = undefined;
    if (objects.length === 0) return;
    const batch = objects;
    const size = points;
    objects = [];
    points = 0;
    await onFlush?.(batch, size);
  };
  return {
    add(object, size = 1) {
      if (points > 0 && points + size > limit) void flush();
      addTo(objects, object);
      points += size;
      if (points > limit) void flush();
      // Not begun anew by what comes later.
      else timer ??= startTimer('createBuffer', timeoutSeconds * 1000, flush);
    },
    flush,
  };
}
