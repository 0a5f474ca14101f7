/** What the endpoints that take events have in their bodies. Source: reference 7.1, 7.3. */
import { normalizePath } from './ingestion.ts';
import type { RestField, RestScalar } from './restCatalogueFormat.ts';

const oneEvent: readonly RestField[] = [
  field('api_key', 'string', true),
  field('event', 'string', true),
  field('distinct_id', 'string', true),
  field('properties', 'json'),
  field('timestamp', 'date-time'),
  field('uuid', 'uuid'),
];

const severalEvents: readonly RestField[] = [
  field('api_key', 'string', true),
  { ...field('batch', 'any', true), type: { kind: 'list', isNullable: false, of: scalar('json') } },
  field('historical_migration', 'boolean'),
  field('sent_at', 'date-time'),
];

const bodies: ReadonlyMap<string, readonly RestField[]> = new Map([
  ...['e', 'capture', 'track', 'i/v0/e'].map((path) => [path, oneEvent] as const),
  ['batch', severalEvents],
]);

/** The keys of the body that a path takes events in; undefined for other paths. */
export function captureFieldsOf(path: string): readonly RestField[] | undefined {
  return bodies.get(normalizePath(path));
}

function field(name: string, type: RestScalar, isRequired = false): RestField {
  return { name, type: scalar(type), isRequired, isReadOnly: false, isWriteOnly: true };
}

function scalar(type: RestScalar): RestField['type'] {
  return { kind: 'scalar', isNullable: false, scalar: type };
}
