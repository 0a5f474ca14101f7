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

  export interface QueryResult<Row = any> {
    rows: Row[];
    rowCount: number;
    command: string;
    fields: { name: string; dataTypeID: number }[];
  }

  /** One connection to a PostgreSQL database. */
  export class Client {
    constructor(config?: string | ClientConfig);
    connect(): Promise<void>;
    query<Row = any>(text: string, values?: any[]): Promise<QueryResult<Row>>;
    end(): Promise<void>;
    on(event: 'error' | 'end' | 'notice' | 'notification', listener: (value: any) => void): this;
  }

  export interface PoolClient extends Client {
    release(error?: Error | boolean): void;
  }

  /** Several connections to a PostgreSQL database. */
  export class Pool {
    constructor(config?: PoolConfig);
    connect(): Promise<PoolClient>;
    query<Row = any>(text: string, values?: any[]): Promise<QueryResult<Row>>;
    end(): Promise<void>;
    on(event: 'error' | 'connect' | 'acquire' | 'remove', listener: (value: any) => void): this;
  }

  const pg: { readonly Client: typeof Client; readonly Pool: typeof Pool };
  export default pg;
}
