// The one class of Node's module that apps can import, for programs without the types of Node.

declare module 'stream' {
  /** A stream that hands on what is written into it. */
  export class PassThrough {
    write(chunk: string | Uint8Array): boolean;
    end(chunk?: string | Uint8Array): this;
    on(event: string, listener: (...values: any[]) => void): this;
    once(event: string, listener: (...values: any[]) => void): this;
    emit(event: string, ...values: any[]): boolean;
    pipe<T>(target: T): T;
    [Symbol.asyncIterator](): AsyncIterableIterator<PostHogApp.Bytes>;
  }
}
