// What apps use of the package, for apps that do not have it installed.

declare module '@google-cloud/bigquery' {
  export interface TableField {
    name: string;
    type: string;
    mode?: 'NULLABLE' | 'REQUIRED' | 'REPEATED';
  }

  export interface InsertRowsOptions {
    createInsertId?: boolean;
    partialRetries?: number;
    raw?: boolean;
    ignoreUnknownValues?: boolean;
  }

  export class Table {
    readonly id?: string;
    exists(): Promise<[boolean]>;
    get(options?: { autoCreate?: boolean }): Promise<[Table, any]>;
    insert(rows: any[] | object, options?: InsertRowsOptions): Promise<any>;
    getMetadata(): Promise<[any, any]>;
    setMetadata(metadata: object): Promise<any>;
    [member: string]: any;
  }

  export class Dataset {
    readonly id?: string;
    table(name: string): Table;
    createTable(
      name: string,
      options?: { schema?: TableField[] | string; [option: string]: any },
    ): Promise<[Table, any]>;
    exists(): Promise<[boolean]>;
    get(): Promise<[Dataset, any]>;
    [member: string]: any;
  }

  /** Google BigQuery. */
  export class BigQuery {
    constructor(options?: {
      projectId?: string;
      credentials?: { client_email?: string; private_key?: string };
      autoRetry?: boolean;
      [option: string]: any;
    });
    dataset(name: string): Dataset;
    query(query: string | { query: string; params?: any }): Promise<[any[], ...any[]]>;
    [member: string]: any;
  }
}
