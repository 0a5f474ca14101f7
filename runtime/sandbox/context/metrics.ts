/** `meta.metrics`, by the app's declaration. Reference 3.8. */
import type { MetricNote } from '../../../protocol/sandbox.ts';
import { note } from './asking.ts';
import { IllegalOperationError } from './cache.ts';

type Operation = MetricNote['operation'];

const operationOf: ReadonlyMap<string, Operation> = new Map([
  ['sum', 'increment'],
  ['max', 'max'],
  ['min', 'min'],
]);

/**
 * @param declared the collected `metrics` exports.
 * @throws where a metric is declared with a kind that PostHog does not know.
 */
export function createMetrics(declared: Readonly<Record<string, unknown>>): object {
  const kinds = Object.entries(declared).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  const unknown = kinds.filter(([, kind]) => !operationOf.has(kind.toLowerCase())).map(([, kind]) => kind);
  if (unknown.length > 0) {
    throw new IllegalOperationError(
      `Only 'sum', 'max', and 'min' are supported as metric types. Invalid types received: ${unknown.join(', ')}`,
    );
  }
  const operations = new Map(kinds.map(([name, kind]) => [name, operationOf.get(kind.toLowerCase())]));
  return new Proxy(Object.freeze({}), {
    get(_target, name) {
      const operation = typeof name === 'string' ? operations.get(name) : undefined;
      if (operation === undefined) throw new IllegalOperationError('Invalid metric name');
      return { [operation]: (value: unknown) => record(String(name), operation, value) };
    },
    set: () => false,
  });
}

function record(name: string, operation: Operation, value: unknown): void {
  if (typeof value !== 'number')
    throw new IllegalOperationError('Only numbers are allowed for operations on metrics');
  note('metric', { name, operation, value } satisfies MetricNote);
}
