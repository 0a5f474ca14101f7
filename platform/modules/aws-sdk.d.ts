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

  /** An operation that is described here. */
  interface Described<Parameters, Data = any> {
    (parameters: Parameters, callback?: Callback<Data>): Request<Data>;
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
  type Client<Operations> = Operations & { [operation: string]: Operation };

  /** What the clients of all services have. */
  export class Service {
    constructor(options?: ClientOptions);
    [operation: string]: Operation;
  }

  /** What an operation takes or gives of which no more is described here. */
  interface Members {
    [member: string]: any;
  }

  export namespace S3 {
    type ClientConfiguration = ClientOptions & { s3ForcePathStyle?: boolean; signatureVersion?: string };
    type Body = string | Uint8Array;

    interface PutObjectOutput extends Members {
      ETag?: string;
      VersionId?: string;
    }

    interface GetObjectRequest extends Members {
      Bucket: string;
      Key: string;
    }

    interface GetObjectOutput extends Members {
      Body?: any;
      ContentType?: string;
      ContentLength?: number;
    }

    interface DeleteObjectRequest extends Members {
      Bucket: string;
      Key: string;
    }

    interface ListObjectsV2Request {
      Bucket: string;
      Prefix?: string;
      ContinuationToken?: string;
      MaxKeys?: number;
    }

    interface PutObjectRequest extends Members {
      Bucket: string;
      Key: string;
      Body?: Body;
      ContentType?: string;
      ContentEncoding?: string;
      ServerSideEncryption?: string;
      SSEKMSKeyId?: string;
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
    putObject: Described<S3.PutObjectRequest, S3.PutObjectOutput>;
    getObject: Described<S3.GetObjectRequest, S3.GetObjectOutput>;
    deleteObject: Described<S3.DeleteObjectRequest>;
    listObjectsV2: Described<S3.ListObjectsV2Request>;
    headBucket: Described<{ Bucket: string }>;
  }

  /** Amazon S3. */
  export type S3 = Client<OperationsOfS3>;
  export const S3: new (options?: S3.ClientConfiguration) => S3;

  export namespace Kinesis {
    type ClientConfiguration = ClientOptions;
    type Data = string | Uint8Array;

    interface PutRecordInput {
      StreamName: string;
      Data: Data;
      PartitionKey: string;
      ExplicitHashKey?: string;
      SequenceNumberForOrdering?: string;
    }

    interface PutRecordOutput {
      ShardId: string;
      SequenceNumber: string;
    }

    interface PutRecordsRequestEntry {
      Data: Data;
      PartitionKey: string;
      ExplicitHashKey?: string;
    }

    type PutRecordsRequestEntryList = PutRecordsRequestEntry[];

    interface PutRecordsInput {
      StreamName: string;
      Records: PutRecordsRequestEntryList;
    }

    interface PutRecordsResultEntry {
      SequenceNumber?: string;
      ShardId?: string;
      ErrorCode?: string;
      ErrorMessage?: string;
    }

    interface PutRecordsOutput {
      FailedRecordCount?: number;
      Records: PutRecordsResultEntry[];
    }

    interface Shard extends Members {
      ShardId: string;
      ParentShardId?: string;
    }

    interface Record {
      SequenceNumber: string;
      Data: Data;
      PartitionKey: string;
      ApproximateArrivalTimestamp?: Date;
    }

    interface DescribeStreamOutput {
      StreamDescription: Members & { StreamName: string; StreamStatus: string; Shards: Shard[] };
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
    putRecord: Described<Kinesis.PutRecordInput, Kinesis.PutRecordOutput>;
    putRecords: Described<Kinesis.PutRecordsInput, Kinesis.PutRecordsOutput>;
    describeStream: Described<
      { StreamName: string; Limit?: number; ExclusiveStartShardId?: string },
      Kinesis.DescribeStreamOutput
    >;
    getShardIterator: Described<
      {
        StreamName: string;
        ShardId: string;
        ShardIteratorType: string;
        StartingSequenceNumber?: string;
        Timestamp?: Date;
      },
      Kinesis.GetShardIteratorOutput
    >;
    getRecords: Described<{ ShardIterator: string; Limit?: number }, Kinesis.GetRecordsOutput>;
  }

  /** Amazon Kinesis. */
  export type Kinesis = Client<OperationsOfKinesis>;
  export const Kinesis: new (options?: ClientOptions) => Kinesis;

  export class SNS extends Service {}
  export namespace SNS {
    type ClientConfiguration = ClientOptions;
    interface PublishInput extends Members {
      TopicArn?: string;
      Message: string;
    }
    interface PublishResponse extends Members {
      MessageId?: string;
    }
  }

  export class SQS extends Service {}
  export namespace SQS {
    type ClientConfiguration = ClientOptions;
    interface SendMessageRequest extends Members {
      QueueUrl: string;
      MessageBody: string;
    }
    interface SendMessageResult extends Members {
      MessageId?: string;
    }
    interface SendMessageBatchRequestEntry extends Members {
      Id: string;
      MessageBody: string;
    }
    interface SendMessageBatchRequest {
      QueueUrl: string;
      Entries: SendMessageBatchRequestEntry[];
    }
    interface SendMessageBatchResult extends Members {}
  }

  export class SES extends Service {}
  export namespace SES {
    type ClientConfiguration = ClientOptions;
    interface SendEmailRequest extends Members {
      Source: string;
    }
    interface SendEmailResponse extends Members {
      MessageId: string;
    }
  }

  export class Lambda extends Service {}
  export namespace Lambda {
    type ClientConfiguration = ClientOptions;
    interface InvocationRequest extends Members {
      FunctionName: string;
    }
    interface InvocationResponse extends Members {
      StatusCode?: number;
      FunctionError?: string;
    }
  }

  export class Firehose extends Service {}
  export namespace Firehose {
    type ClientConfiguration = ClientOptions;
    interface Record {
      Data: string | Uint8Array;
    }
    interface PutRecordInput {
      DeliveryStreamName: string;
      Record: Record;
    }
    interface PutRecordBatchInput {
      DeliveryStreamName: string;
      Records: Record[];
    }
    interface PutRecordBatchOutput extends Members {
      FailedPutCount: number;
    }
  }

  interface OfTable extends Members {
    TableName: string;
  }

  export class DynamoDB extends Service {
    static DocumentClient: any;
    static Converter: any;
  }
  export namespace DynamoDB {
    type ClientConfiguration = ClientOptions;
    type DocumentClient = Service;
    namespace DocumentClient {
      type PutItemInput = OfTable;
      type GetItemInput = OfTable;
      type QueryInput = OfTable;
      type BatchWriteItemInput = Members;
    }
    type PutItemInput = OfTable;
    type GetItemInput = OfTable;
  }

  export class Redshift extends Service {}
  export class RedshiftData extends Service {}

  export const config: { update(options: ClientOptions): void; [option: string]: any };
  export const Credentials: any;

  const AWS: typeof import('aws-sdk');
  export default AWS;
}

// PostHog provides the whole package alone; types can be imported from its parts. They are patterns, as the editor suggests
// no import from those.

declare module 'aws-sdk/clients*/s3' {
  import { S3 } from 'aws-sdk';
  export = S3;
}

declare module 'aws-sdk/clients*/kinesis' {
  import { Kinesis } from 'aws-sdk';
  export = Kinesis;
}

declare module 'aws-sdk/clients*/sns' {
  import { SNS } from 'aws-sdk';
  export = SNS;
}

declare module 'aws-sdk/clients*/sqs' {
  import { SQS } from 'aws-sdk';
  export = SQS;
}

declare module 'aws-sdk/clients*/ses' {
  import { SES } from 'aws-sdk';
  export = SES;
}

declare module 'aws-sdk/clients*/lambda' {
  import { Lambda } from 'aws-sdk';
  export = Lambda;
}

declare module 'aws-sdk/clients*/firehose' {
  import { Firehose } from 'aws-sdk';
  export = Firehose;
}

declare module 'aws-sdk/clients*/dynamodb' {
  import { DynamoDB } from 'aws-sdk';
  export = DynamoDB;
}

declare module 'aws-sdk/*';
