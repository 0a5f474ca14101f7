// What apps use of the package, for apps that do not have it installed.

declare module '@google-cloud/storage' {
  export class File {
    readonly name: string;
    save(data: string | Uint8Array, options?: { contentType?: string; [option: string]: any }): Promise<void>;
    download(): Promise<[any]>;
    exists(): Promise<[boolean]>;
    delete(): Promise<any>;
    createWriteStream(options?: object): any;
    [member: string]: any;
  }

  export class Bucket {
    readonly name: string;
    file(name: string): File;
    exists(): Promise<[boolean]>;
    getFiles(options?: { prefix?: string }): Promise<[File[], ...any[]]>;
    [member: string]: any;
  }

  /** Google Cloud Storage. */
  export class Storage {
    constructor(options?: {
      projectId?: string;
      credentials?: { client_email?: string; private_key?: string };
      autoRetry?: boolean;
      [option: string]: any;
    });
    bucket(name: string): Bucket;
    [member: string]: any;
  }
}
