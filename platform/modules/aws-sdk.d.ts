// What apps use of version 2 of the package, for apps that do not have it installed. Other services are of type any.

declare module 'aws-sdk' {
  export interface AWSError extends Error {
    code: string;
    statusCode: number;
    retryable: boolean;
  }

  export interface Request<Data> {
    promise(): Promise<Data>;
    send(callback?: (error: AWSError | null, data: Data) => void): void;
    abort(): void;
  }

  type Callback<Data> = (error: AWSError | null, data: Data) => void;

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

    interface SendData {
      Location: string;
      ETag: string;
      Bucket: string;
      Key: string;
    }

    interface ManagedUpload extends Request<SendData> {}
  }

  /** Amazon S3. */
  export class S3 {
    constructor(options?: ClientOptions & { s3ForcePathStyle?: boolean; signatureVersion?: string });
    upload(parameters: S3.PutObjectRequest, callback?: Callback<S3.SendData>): S3.ManagedUpload;
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
    [operation: string]: any;
  }

  /** Amazon Kinesis. */
  export class Kinesis {
    constructor(options?: ClientOptions);
    putRecord(
      parameters: { StreamName: string; Data: string | Uint8Array; PartitionKey: string },
      callback?: Callback<any>,
    ): Request<any>;
    putRecords(
      parameters: { StreamName: string; Records: { Data: string | Uint8Array; PartitionKey: string }[] },
      callback?: Callback<any>,
    ): Request<any>;
    [operation: string]: any;
  }

  export const config: { update(options: ClientOptions): void; [option: string]: any };
  export const SNS: any;
  export const SQS: any;
  export const SES: any;
  export const Lambda: any;
  export const Firehose: any;
  export const DynamoDB: any;
  export const Redshift: any;
  export const RedshiftData: any;
  export const Credentials: any;

  const AWS: typeof import('aws-sdk');
  export default AWS;
}
