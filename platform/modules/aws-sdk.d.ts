// What apps use of version 2 of the package, for apps that do not have it installed. Other operations take and give any.

declare module 'aws-sdk' {
  export interface AWSError extends Error {
    code: string;
    statusCode: number;
    retryable: boolean;
  }

  export interface Request<Data> {
    promise(): Promise<Data>;
    send(callback?: Callback<Data>): void;
    abort(): void;
  }

  /** As in the package, the error is never null by its type; without one it is. */
  type Callback<Data> = (error: AWSError, data: Data) => void;

  /** An operation that is not described here, or another member of a client. */
  interface Operation {
    (callback?: Callback<any>): Request<any>;
    (parameters: any, callback?: Callback<any>): Request<any>;
    [member: string]: any;
  }

  export interface ClientOptions {
    accessKeyId?: string;
    secretAccessKey?: string;
    sessionToken?: string;
    region?: string;
    endpoint?: string;
    apiVersion?: string;
    maxRetries?: number;
    [option: string]: any;
  }

  /** A client with the operations that are described here, and others. */
  type Client<Described> = Described & { [operation: string]: Operation };

  /** What the clients of all services have. */
  export class Service {
    constructor(options?: ClientOptions);
    [operation: string]: Operation;
  }

  export namespace S3 {
    interface PutObjectRequest {
      Bucket: string;
      Key: string;
      Body?: string | Uint8Array;
      ContentType?: string;
      ContentEncoding?: string;
      ServerSideEncryption?: string;
      SSEKMSKeyId?: string;
      [parameter: string]: any;
    }

    interface ManagedUpload {
      promise(): Promise<ManagedUpload.SendData>;
      send(callback?: (error: Error, data: ManagedUpload.SendData) => void): void;
      abort(): void;
    }

    namespace ManagedUpload {
      interface SendData {
        Location: string;
        ETag: string;
        Bucket: string;
        Key: string;
      }
    }
  }

  interface OperationsOfS3 {
    upload(
      parameters: S3.PutObjectRequest,
      callback?: (error: Error, data: S3.ManagedUpload.SendData) => void,
    ): S3.ManagedUpload;
    putObject(
      parameters: S3.PutObjectRequest,
      callback?: Callback<{ ETag?: string }>,
    ): Request<{ ETag?: string }>;
    getObject(parameters: { Bucket: string; Key: string }, callback?: Callback<any>): Request<any>;
    deleteObject(parameters: { Bucket: string; Key: string }, callback?: Callback<any>): Request<any>;
    listObjectsV2(
      parameters: { Bucket: string; Prefix?: string; ContinuationToken?: string },
      callback?: Callback<any>,
    ): Request<any>;
    headBucket(parameters: { Bucket: string }, callback?: Callback<any>): Request<any>;
  }

  /** Amazon S3. */
  export type S3 = Client<OperationsOfS3>;
  export const S3: new (
    options?: ClientOptions & { s3ForcePathStyle?: boolean; signatureVersion?: string },
  ) => S3;

  export namespace Kinesis {
    type Data = string | Uint8Array;

    interface Shard {
      ShardId: string;
      ParentShardId?: string;
      [member: string]: any;
    }

    interface Record {
      SequenceNumber: string;
      Data: Data;
      PartitionKey: string;
      ApproximateArrivalTimestamp?: Date;
    }

    interface DescribeStreamOutput {
      StreamDescription: { StreamName: string; StreamStatus: string; Shards: Shard[]; [member: string]: any };
    }

    interface GetRecordsOutput {
      Records: Record[];
      NextShardIterator?: string;
      MillisBehindLatest?: number;
    }

    interface GetShardIteratorOutput {
      ShardIterator?: string;
    }
  }

  interface OperationsOfKinesis {
    putRecord(
      parameters: { StreamName: string; Data: Kinesis.Data; PartitionKey: string },
      callback?: Callback<any>,
    ): Request<any>;
    putRecords(
      parameters: { StreamName: string; Records: { Data: Kinesis.Data; PartitionKey: string }[] },
      callback?: Callback<any>,
    ): Request<any>;
    describeStream(
      parameters: { StreamName: string; Limit?: number; ExclusiveStartShardId?: string },
      callback?: Callback<Kinesis.DescribeStreamOutput>,
    ): Request<Kinesis.DescribeStreamOutput>;
    getShardIterator(
      parameters: {
        StreamName: string;
        ShardId: string;
        ShardIteratorType: string;
        StartingSequenceNumber?: string;
        Timestamp?: Date;
      },
      callback?: Callback<Kinesis.GetShardIteratorOutput>,
    ): Request<Kinesis.GetShardIteratorOutput>;
    getRecords(
      parameters: { ShardIterator: string; Limit?: number },
      callback?: Callback<Kinesis.GetRecordsOutput>,
    ): Request<Kinesis.GetRecordsOutput>;
  }

  /** Amazon Kinesis. */
  export type Kinesis = Client<OperationsOfKinesis>;
  export const Kinesis: new (options?: ClientOptions) => Kinesis;

  export class SNS extends Service {}
  export class SQS extends Service {}
  export class SES extends Service {}
  export class Lambda extends Service {}
  export class Firehose extends Service {}
  export class DynamoDB extends Service {
    static DocumentClient: any;
    static Converter: any;
  }
  export class Redshift extends Service {}
  export class RedshiftData extends Service {}

  export const config: { update(options: ClientOptions): void; [option: string]: any };
  export const Credentials: any;

  const AWS: typeof import('aws-sdk');
  export default AWS;
}

// PostHog provides the whole package alone; types can be imported from its parts.

declare module 'aws-sdk/clients/s3' {
  import { S3 } from 'aws-sdk';
  export = S3;
}

declare module 'aws-sdk/clients/kinesis' {
  import { Kinesis } from 'aws-sdk';
  export = Kinesis;
}

declare module 'aws-sdk/clients/*';
