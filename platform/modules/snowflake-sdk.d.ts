// What apps use of the package, for apps that do not have its types installed.

declare module 'snowflake-sdk' {
  export interface ConnectionOptions {
    account: string;
    username: string;
    password?: string;
    database?: string;
    schema?: string;
    warehouse?: string;
    role?: string;
    [option: string]: any;
  }

  export interface Statement {
    getSqlText(): string;
    [member: string]: any;
  }

  export interface Connection {
    connect(callback: (error: Error | undefined, connection: Connection) => void): void;
    execute(options: {
      sqlText: string;
      binds?: any[];
      complete?: (error: Error | undefined, statement: Statement, rows: any[] | undefined) => void;
    }): Statement;
    destroy(callback: (error: Error | undefined, connection: Connection) => void): void;
    isUp(): boolean;
    [member: string]: any;
  }

  /** Makes a connection; `connect` opens it. */
  export function createConnection(options: ConnectionOptions): Connection;
  export function configure(options: object): void;

  const snowflake: {
    readonly createConnection: typeof createConnection;
    readonly configure: typeof configure;
  };
  export default snowflake;
}
