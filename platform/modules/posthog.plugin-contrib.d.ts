// What apps use of the package, for apps that do not have it installed.

declare module '@posthog/plugin-contrib' {
  /** Collects objects until there are enough of them, or time is up. Kept in memory: a reload loses what it holds. */
  export interface Buffer<T = any> {
    /** Adds an object that counts for `points`, one when absent. */
    add(object: T, points?: number): void;
    /** Hands over what is there. */
    flush(): Promise<void>;
  }

  export interface BufferOptions<T = any> {
    /** Points after which the buffer is flushed; 10 when absent. */
    limit?: number;
    /** Seconds after which the buffer is flushed; 60 when absent. */
    timeoutSeconds?: number;
    /** Takes what was collected. */
    onFlush?: (objects: T[], points: number) => void | Promise<void>;
  }

  /**
   * Makes a buffer. Keep it in `meta.global`.
   *
   * @example
   * global.buffer = createBuffer({ limit: 1024 * 1024, timeoutSeconds: 10, onFlush: (events) => send(events) })
   */
  export function createBuffer<T = any>(options: BufferOptions<T>): Buffer<T>;
}
