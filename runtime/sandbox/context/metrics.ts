/** `meta.metrics`, by the app's declaration. Reference 3.8. */
import type { MetricNote } from '../../../protocol/sandbox.ts';
import { note } from './asking.ts';
import { addTo, filterList, forAll, forEntries, joinList, mapList, itemAt } from './lists.ts';
import { withHandler } from './readOnly.ts';
import { IllegalOperationError } from './cache.ts';

type Operation = MetricNote['operation'];

// The app may replace them; ours must go on working.
const { apply } = Reflect;
const { toLowerCase } = String.prototype;

function operationFor(kind: string): Operation | undefined {
  switch (apply(toLowerCase, kind, [])) {
    case 'sum':
      return 'increment';
    case 'max':
      return 'max';
    case 'min':
      return 'min';
    default:
      return undefined;
  }
}

/** A metric is declared with a kind that PostHog does not know. */
export class UnknownMetric extends IllegalOperationError {
  readonly metric: readonly [name: string, kind: string];

  constructor(message: string, metric: readonly [name: string, kind: string]) {
    super(message);
    this.metric = metric;
  }
}

/**
 * @param declared the collected `metrics` exports.
 * @throws UnknownMetric where a metric is declared with a kind that PostHog does not know.
 */
export function createMetrics(declared: Readonly<Record<string, unknown>>): object {
  const kinds: { readonly name: string; readonly kind: string }[] = [];
  forEntries(declared, (name, kind) => {
    if (typeof kind === 'string') addTo(kinds, { name, kind });
  });
  const unknown = filterList(kinds, ({ kind }) => operationFor(kind) === undefined);
  const first = itemAt(unknown, 0);
  if (first !== undefined) {
    const received = joinList(
      mapList(unknown, ({ kind }) => kind),
      ', ',
    );
    throw new UnknownMetric(
      `Only 'sum', 'max', and 'min' are supported as metric types. Invalid types received: ${received}`,
      [first.name, first.kind],
    );
  }
  const given: Record<string, Operation | undefined> = Object.create(null) as typeof given;
  forAll(kinds, ({ name, kind }) => {
    given[name] = operationFor(kind);
  });
  return withHandler({
    get(_target, name) {
      const operation = typeof name === 'string' ? given[name] : undefined;
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
