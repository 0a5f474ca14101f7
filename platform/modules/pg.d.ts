// What apps use of the package, for apps that do not have its types installed.

declare module 'pg' {
  export interface ClientConfig {
    user?: string;
    password?: string;
    host?: string;
    port?: number;
    database?: string;
    connectionString?: string;
    ssl?: boolean | { rejectUnauthorized?: boolean; ca?: string; key?: string; cert?: string };
    connectionTimeoutMillis?: number;
    statement_timeout?: number | false;
    query_timeout?: number;
  }

  export interface PoolConfig extends ClientConfig {
    max?: number;
    idleTimeoutMillis?: number;
  }

  /** A row, by the names of its columns. */
  export interface QueryResultRow {
    [column: string]: any;
  }

  export interface FieldDef {
    name: string;
    dataTypeID: number;
    tableID: number;
    columnID: number;
    format: string;
  }

  export interface QueryResultBase {
    command: string;
    rowCount: number;
    oid: number;
    fields: FieldDef[];
  }

  export interface QueryResult<Row = any> extends QueryResultBase {
    rows: Row[];
  }

  /** A query with its values; one with a name is prepared once. */
  export interface QueryConfig<Values = any[]> {
    text: string;
    values?: Values;
    name?: string;
    rowMode?: 'array';
  }

  type Done<Row> = (error: Error, result: QueryResult<Row>) => void;

  interface Queries {
    query<Row = any>(query: string | QueryConfig, values?: any[]): Promise<QueryResult<Row>>;
    query<Row = any>(query: string | QueryConfig, done: Done<Row>): void;
    query<Row = any>(query: string, values: any[], done: Done<Row>): void;
  }

  /** What a connection of its own and one of a pool have. */
  export class ClientBase {
    constructor(config?: string | ClientConfig);
    connect(): Promise<void>;
    on(event: 'error' | 'end' | 'notice' | 'notification', listener: (value: any) => void): this;
  }
  export interface ClientBase extends Queries {}

  /** One connection to a PostgreSQL database. */
  export class Client extends ClientBase {
    end(): Promise<void>;
  }

  export interface PoolClient extends ClientBase {
    release(error?: Error | boolean): void;
  }

  /** Several connections to a PostgreSQL database. */
  export class Pool {
    constructor(config?: PoolConfig);
    connect(): Promise<PoolClient>;
    end(): Promise<void>;
    on(event: 'error' | 'connect' | 'acquire' | 'remove', listener: (value: any) => void): this;
  }

  export interface Pool extends Queries {}

  /** How values of the types of PostgreSQL are read. */
  export const types: {
    setTypeParser(type: number, parse: (text: string) => any): void;
    [member: string]: any;
  };
  export const defaults: { [option: string]: any };

  const pg: {
    readonly Client: typeof Client;
    readonly Pool: typeof Pool;
    readonly types: typeof types;
    readonly defaults: typeof defaults;
  };
  export default pg;
}
