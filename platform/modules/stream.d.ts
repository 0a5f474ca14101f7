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
    /** All that has come and was not read yet; null where nothing has. */
    read(): any;
    on(event: string, listener: (...values: any[]) => void): this;
    once(event: string, listener: (...values: any[]) => void): this;
    emit(event: string, ...values: any[]): boolean;
    pipe<T>(target: T): T;
    [Symbol.asyncIterator](): AsyncIterableIterator<any>;
  }
}
