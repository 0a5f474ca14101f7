// The one class of Node's module that apps can import, for programs without the types of Node.

declare module 'stream' {
  /** A stream that hands on what is written into it. */
  export class PassThrough {
    constructor(options?: { readonly objectMode?: boolean });
    /** What is no text and no bytes goes through with `objectMode` alone. */
    write(chunk: any, callback?: (error?: Error | null) => void): boolean;
    write(chunk: any, encoding?: string, callback?: (error?: Error | null) => void): boolean;
    end(callback?: () => void): this;
    end(chunk: any, callback?: () => void): this;
    end(chunk: any, encoding?: string, callback?: () => void): this;
    /** All that has come and was not read yet, or as many bytes; null where there is not as much. */
    read(size?: number): any;
    on(event: string, listener: (...values: any[]) => void): this;
    once(event: string, listener: (...values: any[]) => void): this;
    off(event: string, listener: (...values: any[]) => void): this;
    addListener(event: string, listener: (...values: any[]) => void): this;
    removeListener(event: string, listener: (...values: any[]) => void): this;
    removeAllListeners(event?: string): this;
    listenerCount(event: string): number;
    eventNames(): (string | symbol)[];
    emit(event: string, ...values: any[]): boolean;
    pipe<T>(target: T, options?: { readonly end?: boolean }): T;
    unpipe(target?: any): this;
    /** What it gives are texts from then on. */
    setEncoding(encoding: string): this;
    pause(): this;
    resume(): this;
    isPaused(): boolean;
    cork(): void;
    uncork(): void;
    destroy(error?: Error): this;
    readonly readable: boolean;
    readonly readableEnded: boolean;
    readonly writable: boolean;
    readonly writableEnded: boolean;
    readonly writableFinished: boolean;
    readonly destroyed: boolean;
    [Symbol.asyncIterator](): AsyncIterableIterator<any>;
  }
}
