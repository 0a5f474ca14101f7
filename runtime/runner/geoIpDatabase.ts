/** Answers `meta.geoip.locate` from a MaxMind database, in the runner: the sandbox reads no files. Reference 3.6. */
import { readFile, stat } from 'node:fs/promises';
import { isIP } from 'node:net';
import { Reader } from 'mmdb-lib';
import type { Json, JsonObject } from '../../protocol/trace.ts';
import { SettingProblem } from './setupProblem.ts';

export interface GeoIpDatabase {
  /** The place of an address in the shape that PostHog gives to apps; null where it is not known. */
  locate(ip: string): Json;
}

interface Opened {
  readonly version: string;
  readonly database: GeoIpDatabase;
}

/** A database is some 60 MB: it is read again only when the file has changed. */
const opened = new Map<string, Opened>();

/**
 * Opens a database.
 *
 * @param path of an `.mmdb` file, such as GeoLite2-City.mmdb.
 * @throws SetupProblem where it cannot be read, or is none.
 */
export async function openGeoIpDatabase(path: string): Promise<GeoIpDatabase> {
  const version = await stat(path).then(
    ({ mtimeMs, size }) => `${mtimeMs} ${size}`,
    () => undefined,
  );
  const known = opened.get(path);
  if (version !== undefined && known?.version === version) return known.database;
  const database = fromBytes(path, await readFile(path).catch(() => undefined));
  opened.set(path, { version: version ?? '', database });
  return database;
}

function fromBytes(path: string, bytes: Buffer | undefined): GeoIpDatabase {
  if (bytes === undefined) {
    throw new SettingProblem(
      `The GeoIP database ${path} cannot be read. Correct its path, or do without it.`,
    );
  }
  let reader: Reader<never>;
  try {
    reader = new Reader(bytes);
  } catch {
    throw new SettingProblem(
      `${path} is no GeoIP database. Take a file that ends in .mmdb, such as GeoLite2-City.mmdb of MaxMind.`,
    );
  }
  return {
    locate(ip) {
      if (isIP(ip) === 0) return null;
      const found: unknown = reader.get(ip);
      return found === null ? null : cityModel(ip, found);
    },
  };
}

/** As MaxMind's model of a city: names in camel case, and the address among the traits. */
function cityModel(ip: string, found: unknown): Json {
  const record = camelCased(found) as JsonObject;
  return { ...record, traits: { ...(record['traits'] as JsonObject | undefined), ipAddress: ip } };
}

function camelCased(value: unknown): Json {
  if (Array.isArray(value)) return value.map(camelCased);
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return value as Json;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [
      key.replaceAll(/_(\w)/g, (_match, letter: string) => letter.toUpperCase()),
      camelCased(entry),
    ]),
  );
}
