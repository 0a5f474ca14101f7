/** As much of Node's `process` as its streams use: what is to be done next waits for its turn among the promises. */

export function nextTick(callback: (...values: readonly unknown[]) => void, ...values: unknown[]): void {
  void callNext(callback, values);
}

async function callNext(
  callback: (...values: readonly unknown[]) => void,
  values: readonly unknown[],
): Promise<void> {
  await Promise.resolve();
  Reflect.apply(callback, undefined, values);
}
