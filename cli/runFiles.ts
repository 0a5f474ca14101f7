/** What `posthog-apps run` reads from files that the user names: events, values of config fields, attachments. */
import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { contentTypeOf } from '../platform/contentTypes.ts';
import type { AttachmentContent } from '../protocol/sandbox.ts';
import type { Json } from '../protocol/trace.ts';
import { openGeoIpDatabase } from '../runtime/runner/geoIpDatabase.ts';
import { SettingProblem } from '../runtime/runner/setupProblem.ts';
import { type CommandIo, UsageError } from './command.ts';

/**
 * A value in JSON, or a list with one in each line.
 *
 * @throws UsageError for a file that cannot be read, or is neither.
 */
export async function readJson(path: string, io: CommandIo): Promise<Json> {
  // Some programs of Windows begin a file with a mark.
  const text = (await readBytes(path, io)).toString('utf8').replace(/^\uFEFF/, '');
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    return jsonLines(path, text) ?? refuse(path, error);
  }
}

/** Undefined where the text is no list of lines: its first line is no value of its own. */
function jsonLines(path: string, text: string): readonly Json[] | undefined {
  const lines = text.split('\n').flatMap((line, index) => (line.trim() === '' ? [] : [{ line, index }]));
  if (lines.length < 2) return undefined;
  const values: Json[] = [];
  for (const { index, line } of lines) {
    try {
      values.push(JSON.parse(line) as Json);
    } catch (error) {
      if (values.length === 0 && !isOfLines(path)) return undefined;
      return refuse(`${path}, line ${index + 1},`, inLine(error));
    }
  }
  return values;
}

/** JSON counts the lines of what it was given, which is one. */
function inLine(error: unknown): Error {
  const { message } = error instanceof Error ? error : new Error(String(error));
  return new Error(message.replace(/ in JSON at position \d+ \(line 1 column (\d+)\)$/, ' in column $1'));
}

function isOfLines(path: string): boolean {
  return /\.(?:jsonl|ndjson)$/i.test(path);
}

function refuse(what: string, error: unknown): never {
  throw new UsageError(`${what} is not valid JSON: ${error instanceof Error ? error.message : ''}`);
}

/** @throws UsageError where it is no object of values. */
export async function readConfig(path: string, io: CommandIo): Promise<Record<string, string>> {
  const value = await readJson(path, io);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new UsageError(`${path} must hold an object: config key to value.`);
  }
  // Values are always texts, as PostHog saves them (reference 3.1).
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [
      key,
      typeof entry === 'string' ? entry : JSON.stringify(entry),
    ]),
  );
}

/**
 * Files for config fields of the type attachment.
 *
 * @param given each `key=path`.
 * @throws UsageError where one has another form, or cannot be read.
 */
export async function readAttachments(
  given: readonly string[],
  io: CommandIo,
): Promise<{ readonly [key: string]: AttachmentContent }> {
  const attachments: [string, AttachmentContent][] = [];
  for (const text of given) {
    const [key = '', path = ''] = text.split(/=(.*)/s);
    if (key === '' || path === '') {
      throw new UsageError(`--attachment takes the key of a field and a file: key=file, not ${text}.`);
    }
    const base64 = (await readBytes(path, io)).toString('base64');
    attachments.push([key, { contentType: contentTypeOf(path), fileName: basename(path), base64 }]);
  }
  return Object.fromEntries(attachments);
}

async function readBytes(path: string, io: CommandIo): Promise<Buffer> {
  try {
    return await readFile(resolve(io.cwd, path));
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    throw new UsageError(`The file ${path} cannot be read. ${whyUnread[code] ?? `The system says ${code}.`}`);
  }
}

const whyUnread: { readonly [code: string]: string } = {
  ENOENT: 'There is none: correct the path.',
  ENOTDIR: 'There is none: correct the path.',
  EISDIR: 'It is a folder: name a file in it.',
  EACCES: 'You may not read it: change its permissions.',
};

/**
 * Opens the GeoIP database that the user names, so that a slip is told before anything runs.
 *
 * @returns its absolute path; undefined where none is named.
 * @throws UsageError where it cannot be read, or is none.
 */
export async function geoipDatabaseFrom(
  path: string | undefined,
  io: CommandIo,
): Promise<string | undefined> {
  if (path === undefined) return undefined;
  if (path === '') throw new UsageError('--geoip-database takes the name of a file, and it is empty.');
  const absolute = resolve(io.cwd, path);
  try {
    await openGeoIpDatabase(absolute);
  } catch (error) {
    if (!(error instanceof SettingProblem)) throw error;
    throw new UsageError(`--geoip-database: ${error.message}`);
  }
  return absolute;
}
