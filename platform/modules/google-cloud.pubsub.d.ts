// What apps use of the package, for apps that do not have it installed.

declare module '@google-cloud/pubsub' {
  export class Topic {
    readonly name: string;
    exists(): Promise<[boolean]>;
    get(options?: { autoCreate?: boolean }): Promise<[Topic, any]>;
    publish(data: Uint8Array, attributes?: Record<string, string>): Promise<string>;
    publishMessage(message: {
      data?: Uint8Array;
      json?: any;
      attributes?: Record<string, string>;
    }): Promise<string>;
    [member: string]: any;
  }

  /** Google Cloud Pub/Sub. */
  export class PubSub {
    constructor(options?: {
      projectId?: string;
      credentials?: { client_email?: string; private_key?: string };
      [option: string]: any;
    });
    topic(name: string): Topic;
    [member: string]: any;
  }
}
