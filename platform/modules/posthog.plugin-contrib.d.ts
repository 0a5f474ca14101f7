// What apps use of the package, for apps that do not have it installed.

declare module '@posthog/plugin-contrib' {
  /** Collects objects until there are enough of them, or time is up. Kept in memory: a reload loses what it holds. */
  export interface Buffer {
    /** Adds an object that counts for `points`, one when absent. */
    add(object: any, points?: number): void;
    /** Hands over what is there. */
    flush(): Promise<void>;
  }

  export interface BufferOptions {
    /** Points after which the buffer is flushed; 10 when absent. */
    limit?: number;
    /** Seconds after which the buffer is flushed; 60 when absent. */
    timeoutSeconds?: number;
    /** Takes what was collected, as any, as in the package: a type of the objects would be none behind `ReturnType`. */
    onFlush?: (objects: any[], points: number) => void | Promise<void>;
  }

  /**
   * Makes a buffer. Keep it in `meta.global`.
   *
   * @example
   * global.buffer = createBuffer({ limit: 1024 * 1024, timeoutSeconds: 10, onFlush: (events) => send(events) })
   */
  export function createBuffer(options: BufferOptions): Buffer;
}
