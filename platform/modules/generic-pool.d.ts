// What apps use of the package, for apps that do not have its types installed.

declare module 'generic-pool' {
  export interface Factory<T> {
    create(): Promise<T>;
    destroy(resource: T): Promise<void>;
    validate?(resource: T): Promise<boolean>;
  }

  export interface Options {
    max?: number;
    min?: number;
    autostart?: boolean;
    testOnBorrow?: boolean;
    acquireTimeoutMillis?: number;
    idleTimeoutMillis?: number;
    evictionRunIntervalMillis?: number;
    fifo?: boolean;
    priorityRange?: number;
  }

  export interface Pool<T> {
    readonly size: number;
    readonly available: number;
    readonly pending: number;
    acquire(priority?: number): Promise<T>;
    release(resource: T): Promise<void>;
    destroy(resource: T): Promise<void>;
    use<U>(callback: (resource: T) => Promise<U>): Promise<U>;
    drain(): Promise<void>;
    clear(): Promise<void>;
  }

  /** Makes a pool of whatever the factory creates. */
  export function createPool<T>(factory: Factory<T>, options?: Options): Pool<T>;
}
