import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { allowedImports, moduleDeclarations } from '../../../platform/imports.ts';
import { errorsIn, modules, node, ownMeta, root } from './errorsIn.ts';

describe('declarations of packages', () => {
  const world = { vm: true, modules: true };

  it('there is a file for each allowed import, and no other', () => {
    expect(modules.toSorted()).toEqual(
      allowedImports.map(({ name }) => join(root, 'platform', moduleDeclarations(name))).toSorted(),
    );
  });

  it('have the editor suggest imports of what PostHog allows, and of no part of it', () => {
    const fileName = '/app/index.js';
    const code = 'const bucket = new S3';
    const service = ts.createLanguageService({
      getCompilationSettings: () => ({ allowJs: true, noLib: true, types: [] }),
      getScriptFileNames: () => [fileName, ...modules],
      getScriptVersion: () => '1',
      getScriptSnapshot: (name) =>
        ts.ScriptSnapshot.fromString(name === fileName ? code : readFileSync(name, 'utf8')),
      getCurrentDirectory: () => '/app',
      getDefaultLibFileName: () => 'lib.d.ts',
      fileExists: (name) => name === fileName || modules.includes(name),
      readFile: (name) => (name === fileName ? code : readFileSync(name, 'utf8')),
    });
    const options = { includeCompletionsForModuleExports: true, includeCompletionsWithInsertText: true };
    const found = service.getCompletionsAtPosition(fileName, code.length, options)?.entries ?? [];
    const sources = new Set(found.flatMap(({ source }) => source ?? []));
    const allowed: ReadonlySet<string> = new Set(allowedImports.map(({ name }) => name));
    expect(sources).toContain('aws-sdk');
    expect([...sources].filter((source) => !allowed.has(source))).toEqual([]);
  });

  it.each([{ vm: true }, { lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'] }])(
    'have no error of their own, with %j',
    (more) => {
      expect(errorsIn('', { ...world, vm: false, ...more })).toEqual([]);
    },
  );

  it.each([
    { vm: true },
    { vm: false, lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'], more: [node] },
    { vm: true, lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'] },
  ])('fit each other: fetch takes the addresses of url, and jsonwebtoken bytes, with %j', (more) => {
    const code = `
import { URL, URLSearchParams } from 'url'
import * as url from 'url'
import jwt from 'jsonwebtoken'
export async function onEvent(event: PostHogApp.PluginEvent, { attachments }: PostHogApp.PluginMeta) {
  const address: URL = new URL('/a', new URL('https://example.com'))
  const body: URLSearchParams = new url.URLSearchParams({ a: 'b' })
  body.append('c', address.searchParams.get('d') ?? '')
  for (const [name, value] of body) console.log(name.trim(), value.trim())
  await fetch(address, { method: 'POST', body })
  const contents = attachments.key?.contents
  if (contents) console.log(jwt.sign({}, contents, { algorithm: 'RS256' }), jwt.verify('', contents))
}
`;
    expect(errorsIn(code, { ...world, ...more })).toEqual([]);
    expect(errorsIn(code.replace("'/a'", '7'), { ...world, ...more })).not.toEqual([]);
  });

  it('have what apps in the style of the scaffold need', () => {
    const code = `
import { Plugin, PluginEvent, PluginMeta, ProcessedPluginEvent, RetryError, MetricsOperation } from '@posthog/plugin-scaffold'
import { createBuffer } from '@posthog/plugin-contrib'
import fetch, { RequestInit, Response } from 'node-fetch'
import * as crypto from 'crypto'
import { createHash } from 'crypto'
import zlib from 'zlib'
import { URLSearchParams } from 'url'
import { PassThrough } from 'stream'
import { Pool, Client } from 'pg'
import jwt from 'jsonwebtoken'
import { S3 } from 'aws-sdk'
import { BigQuery } from '@google-cloud/bigquery'
import { Storage } from '@google-cloud/storage'
import { createPool } from 'generic-pool'
import * as snowflake from 'snowflake-sdk'

type Export = Plugin<{
  config: { token: string }
  global: { buffer: ReturnType<typeof createBuffer>; s3: S3 }
  jobs: { resend: { batch: ProcessedPluginEvent[]; tries: number } }
  metrics: { sent: 'sum' }
}>

export const jobs: Export['jobs'] = {
  resend: async ({ batch, tries }, meta) => {
    if (tries < 3) await meta.jobs.resend({ batch, tries: tries + 1 }).runIn(2 ** tries, 'seconds')
  },
}

export const setupPlugin: Export['setupPlugin'] = async ({ global, config, jobs, metrics }) => {
  global.s3 = new S3({ accessKeyId: config.token })
  global.buffer = createBuffer({
    limit: 1024,
    onFlush: async (batch: ProcessedPluginEvent[]) => {
      await jobs.resend({ batch, tries: 0 }).runNow()
      metrics.sent.increment(batch.length)
    },
  })
}

export async function processEvent(event: PluginEvent, { config, global }: PluginMeta<Export>): Promise<PluginEvent> {
  const init: RequestInit = { method: 'POST', body: JSON.stringify(event) }
  const response: Response = await fetch('https://example.com/?' + new URLSearchParams({ t: config.token }), init)
  if (!response.ok) throw new RetryError('later')
  event.properties = { ...event.properties, hash: createHash('sha256').update(event.distinct_id).digest('hex') }
  event.properties.id = crypto.randomUUID()
  await global.s3.upload({ Bucket: 'b', Key: 'k', Body: zlib.gzipSync('text', { level: 9 }) }).promise()
  const { rows } = await new Pool({ max: 1 }).query<{ n: number }>('select 1 as n')
  event.properties.n = rows[0]?.n
  event.properties.token = jwt.sign({}, 'secret', { expiresIn: '1h' })
  new PassThrough().end('x')
  zlib.inflateRaw(zlib.deflateRawSync('text'), {}, (error, bytes) => console.log(error?.message, bytes.length))
  const packed = new PassThrough({ objectMode: true }).pipe(zlib.createGzip({ level: 9 }))
  packed.write('6869', 'hex', (error) => error && console.error(error.message))
  packed.on('readable', () => console.log(packed.read()))
  for await (const chunk of packed.end(() => console.log('done'))) console.log(chunk.length)
  await new BigQuery({ projectId: 'p' }).dataset('d').table('t').insert([{ a: 1 }])
  await new Storage().bucket('b').file('f').save('text')
  const pool = createPool({ create: async () => new Client(), destroy: async (client) => client.end() }, { max: 2 })
  await pool.use(async (client) => client.query('select 1'))
  snowflake.createConnection({ account: 'a', username: 'u' }).connect(() => {})
  event.properties.kind = MetricsOperation.Sum
  return event
}

export const onEvent = async (event: ProcessedPluginEvent, meta: PluginMeta) => void meta.config.anything
`;
    expect(errorsIn(code, world)).toEqual([]);
  });

  it('take any for what an app has without an input, as the package does', () => {
    const code = `
import { Plugin, PluginMeta, Meta, PluginInput } from '@posthog/plugin-scaffold'
export const all: Plugin<any> = {
  setupPlugin: async ({ config, global }) => { global.mode = config.mode.trim() },
  jobs: { send: async (payload, { config }) => { console.log(payload.id, config.mode) } },
}
export const processEvent: Plugin<any>['processEvent'] = (event, { config }) => (config.mode === 'off' ? null : event)
export async function runEveryDay({ config, global, jobs, attachments, metrics }: PluginMeta<any>) {
  global.mode = config.mode.trim()
  await jobs.send?.({}).runNow()
  console.log(attachments.list?.file_name)
  metrics.seen?.increment(1)
}
export async function runEveryHour({ config, global, jobs, attachments, metrics }: Meta<any>) {
  global.mode = config.mode.trim()
  await jobs.send?.({}).runNow()
  console.log(attachments.list?.file_name)
  metrics.seen?.increment(1)
}
export const runEveryMinute = ({ config }: Meta<PluginInput>) => console.log(config.mode?.trim())
`;
    expect(errorsIn(code, { ...world, vm: true })).toEqual([]);
  });

  it.each(['', 'declare global { namespace PostHogApp { interface Server { year: 2021 } } }'])(
    'let apps of its first versions take what they get for a PluginEvent, as it was called then: %s',
    (more) => {
      const code = `
import { createBuffer } from '@posthog/plugin-contrib'
import { Plugin, PluginEvent, PluginMeta, ProcessedPluginEvent } from '@posthog/plugin-scaffold'
type Own = Plugin<{ global: { buffer: ReturnType<typeof createBuffer> }; jobs: { send: { events: PluginEvent[] } } }>
const send = async (events: PluginEvent[]) => console.log(events.map(({ now, site_url }) => now + site_url))
const both = async (events: ProcessedPluginEvent[]) => console.log(events.length)
export const all: Plugin = {
  onEvent: async (event: PluginEvent) => send([event]),
  onSnapshot(event: PluginEvent) { console.log(event.sent_at) },
  exportEvents: async (events: PluginEvent[]) => send(events),
}
export const exportEvents: Own['exportEvents'] = async (events, { jobs }) => {
  await send(events)
  await both(events)
  await jobs.send({ events }).runNow()
}
export const onEvent: Own['onEvent'] = (event: PluginEvent, { global }) => { global.buffer.add(event, 1) }
export const onSnapshot: Own['onSnapshot'] = (event: ProcessedPluginEvent) => both([event])
export async function onAction(_: unknown, event: PluginEvent, meta: PluginMeta<Own>) { meta.global.buffer.add(event, 1) }
`;
      expect(errorsIn(code + more, world)).toEqual([]);
    },
  );

  it('say of a ProcessedPluginEvent what it has, and in Plugin what only servers of 2021 hand over', () => {
    const code = `
import { Plugin, ProcessedPluginEvent } from '@posthog/plugin-scaffold'
export const onEvent: Plugin['onEvent'] = ({ now, properties }) => console.log(now, properties.plan)
export const onSnapshot = ({ now }: ProcessedPluginEvent) => now
`;
    expect(errorsIn(code, world)).toEqual([
      "2339 Property 'now' does not exist on type 'ProcessedPluginEvent'.",
    ]);
  });

  it('have the names that the package has in some version', () => {
    const code = `
import type * as Of from '@posthog/plugin-scaffold'
export const getSettings = (): Of.PluginSettings => ({ handlesLargeBatches: true })
export const all: Of.Plugin = { getSettings }
export const metrics: Record<string, Of.AllowedMetricsOperations> = { sent: 'sum' }
export const fields: Of.PluginConfigSchema[] = [{ key: 'a', type: 'choice', choices: ['b'], order: 1 }, { markdown: 'c' }]
export const options: Of.ApiMethodOptions = { host: 'https://eu.posthog.com' }
export function log(to: Of.ConsoleExtension, person: Of.PostHogPerson, group: Of.PostHogGroup) {
  to.warn(person.posthog_url, group.key)
}
export type Runs = Of.MetaJobsFromJobOptions<{ send: { id: number } }>
export type More = [Of.PluginConfigStructure, Of.PluginConfigDefault, Of.PluginConfigChoice]
`;
    expect(errorsIn(code, world)).toEqual([]);
  });

  it('let an app extend the type of meta', () => {
    const code = `
import type { JobControls, Meta, Plugin, PluginAttachment, PluginMeta } from '@posthog/plugin-scaffold'
interface Config { region: 'eu' | 'us' }
interface Jobs { send: (payload: { id: number }) => JobControls }
interface Own extends PluginMeta { config: { region: 'eu' | 'us' }; global: { sent: number } }
interface ByName extends PluginMeta<Plugin> { config: Config; jobs: Jobs }
interface Other extends Meta {
  config: { list?: string; count: number }
  attachments: { list: PluginAttachment }
  metrics: { sent: { increment(value: number): Promise<void> } }
}
export const onEvent = (_: unknown, { config, global }: Own) => (config.region === 'eu' ? global.sent : 0)
export const all = (one: ByName, other: Other) => [one.config.region, one.jobs.send({ id: 1 }), other.config.count]
`;
    expect(errorsIn(code, { ...world, more: [ownMeta] })).toEqual([]);
    const known = '\ndeclare global { namespace PostHogApp { interface App { config: { a: string } } } }';
    expect(errorsIn(code + known, { ...world, more: [ownMeta] })).toEqual([]);
  });

  it('have what real apps take from node-fetch', () => {
    const code = `
import fetch, { type RequestInfo, type RequestInit, type Response, type HeadersInit, type BodyInit, Headers, FetchError, isRedirect } from 'node-fetch'
async function send(url: RequestInfo, init: RequestInit, more: HeadersInit, body: BodyInit): Promise<Response> {
  const headers = new Headers(more)
  headers.set('Content-Type', 'application/json')
  try {
    const response = await fetch(url, { ...init, headers, body })
    return isRedirect(response.status) ? new fetch.Response('moved') : response
  } catch (error) {
    if (error instanceof FetchError) console.log(error.type, error.code)
    throw error
  }
}
export const onEvent = async () => send('https://example.com', { method: 'POST' }, { a: 'b' }, '{}')
`;
    expect(errorsIn(code, world)).toEqual([]);
  });

  it('give any to what a buffer hands over, as the package does', () => {
    const code = `
import { Plugin, PluginEvent } from '@posthog/plugin-scaffold'
import { createBuffer } from '@posthog/plugin-contrib'
type Own = Plugin<{ global: { buffer: ReturnType<typeof createBuffer> } }>
declare function send(batch: PluginEvent[]): Promise<void>
export const setupPlugin: Own['setupPlugin'] = ({ global }) => {
  global.buffer = createBuffer({ limit: 5, onFlush: async (batch) => send(batch) })
}
`;
    expect(errorsIn(code, world)).toEqual([]);
  });

  it('have what real apps take from aws-sdk', () => {
    const code = `
import AWS, { Kinesis, S3, SNS } from 'aws-sdk'
import { ManagedUpload } from 'aws-sdk/clients/s3'
import SES from 'aws-sdk/clients/ses'
export function upload(s3: S3, Body: Buffer): void {
  s3.upload({ Bucket: 'b', Key: 'k', Body }, (err: Error, _: ManagedUpload.SendData) => {
    if (err) console.error(err.message)
  })
}
export function read(kinesis: Kinesis, shard: Kinesis.Shard): void {
  kinesis.describeStream({ StreamName: 's' }, function (err, { StreamDescription }) {
    if (err) console.error(err, err.stack)
    StreamDescription.Shards.forEach((one) => console.log(one.ShardId, shard.ShardId))
  })
  kinesis.getRecords({ ShardIterator: 'i' }, (err, data) => {
    if (err) return
    data.Records.forEach((record) => console.log(record.SequenceNumber, dataOf(record.Data)))
  })
  kinesis.listStreams((err, data) => console.log(err.code, data.StreamNames))
}
const dataOf = (data: Kinesis.Record['Data']): string => (typeof data === 'string' ? data : Buffer.from(data).toString())
export async function tell(sns: SNS): Promise<void> {
  sns.publish({ Message: new SES().region }, (err, data) => console.log(err.message, data.MessageId))
  const { MessageId } = await new AWS.SNS({ region: 'r' }).publish({ Message: 'm' }).promise()
  console.log(MessageId, sns.config.region, new AWS.DynamoDB.DocumentClient())
}
`;
    expect(errorsIn(code, world)).toEqual([]);
  });

  it('have the names of types of aws-sdk and pg', () => {
    const code = `
import { Kinesis as All, SQS, Lambda } from 'aws-sdk'
import Kinesis, { PutRecordsRequestEntry } from 'aws-sdk/clients/kinesis'
import S3, { PutObjectOutput } from 'aws-sdk/clients/s3'
import SNS from 'aws-sdk/clients/sns'
import { SendMessageBatchRequest } from 'aws-sdk/clients/sqs'
import { DocumentClient } from 'aws-sdk/clients/dynamodb'
import * as Firehose from 'aws-sdk/clients/firehose'
import { Pool, type FieldDef, type PoolClient, type QueryConfig, type QueryResult, type QueryResultRow, types } from 'pg'
export async function send(kinesis: Kinesis, entries: PutRecordsRequestEntry[]): Promise<All.PutRecordsOutput> {
  const input: Kinesis.PutRecordsInput = { StreamName: 's', Records: entries }
  const options: Kinesis.ClientConfiguration = { region: 'r' }
  const given: S3.PutObjectRequest = { Bucket: 'b', Key: 'k', Body: 'x' }
  const kept: PutObjectOutput = await new S3(options).putObject(given).promise()
  const told: SNS.PublishInput = { Message: kept.ETag ?? '' }
  await new SNS().publish(told).promise()
  const batch: SendMessageBatchRequest = { QueueUrl: 'q', Entries: [{ Id: '1', MessageBody: 'x' }] }
  await new SQS().sendMessageBatch(batch).promise()
  const call: Lambda.InvocationRequest = { FunctionName: 'f' }
  const item: DocumentClient.PutItemInput = { TableName: 't', Item: {} }
  const many: Firehose.PutRecordBatchInput = { DeliveryStreamName: 'd', Records: [{ Data: 'x' }] }
  console.log(call, item, many)
  const output = await kinesis.putRecords(input).promise()
  console.log(output.FailedRecordCount, output.Records[0]?.ErrorCode)
  return output
}
interface Row extends QueryResultRow { n: number }
export async function read(pool: Pool, config: QueryConfig): Promise<QueryResult<Row>> {
  const client: PoolClient = await pool.connect()
  types.setTypeParser(20, (text: string) => Number(text))
  const all = await client.query<Row>(config)
  client.query('select 1', [1], (error, result) => { if (!error) console.log(result.rowCount) })
  const fields: FieldDef[] = all.fields
  console.log(fields[0]?.name)
  return pool.query<Row>({ text: 'select 1 as n', values: [1] })
}
`;
    expect(errorsIn(code, world)).toEqual([]);
  });

  // In JavaScript, TypeScript reads a type without its arguments as one with any.
  it('give JSDoc what an app has under the bare names', () => {
    const code = `
/** @type {import('@posthog/plugin-scaffold').Plugin} */
export const all = { setupPlugin: async ({ config, global }) => { global.mode = config.mode.trim() } }
/** @type {import('@posthog/plugin-scaffold').Plugin['processEvent']} */
export const processEvent = (event, { config, global }) => {
  global.mode = config.mode.trim()
  return event
}
/** @param {import('@posthog/plugin-scaffold').Meta} meta */
export function runEveryDay(meta) { meta.global.mode = meta.config.mode.trim() }
/** @param {import('@posthog/plugin-scaffold').PluginMeta} meta */
export function runEveryHour(meta) { meta.global.mode = meta.config.mode.trim() }
/** @param {import('@posthog/plugin-scaffold').PluginMeta<any>} meta */
export function runEveryMinute(meta) { meta.global.mode = meta.config.mode.trim() }
`;
    expect(errorsIn(code, { ...world, vm: true, js: true })).toEqual([]);
  });

  it('report what is wrong', () => {
    const code = `
import { Plugin } from '@posthog/plugin-scaffold'
import { PassThrough, Readable } from 'stream'
type Export = Plugin<{ config: { token: string }; jobs: { send: { id: number } } }>
export const onEvent: Export['onEvent'] = async (event, meta) => {
  meta.config.tokens
  await meta.jobs.send({ id: 'x' }).runNow()
  new PassThrough().end()
}`;
    expect(errorsIn(code, world).map((error) => error.slice(0, 4))).toEqual(['2305', '2551', '2322']);
  });
});
