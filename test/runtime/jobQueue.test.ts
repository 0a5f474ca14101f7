/** What an app is to do later comes in its order, however much there is of it. */
import { expect, test } from 'vitest';
import { JobQueue } from '../../runtime/runner/jobQueue.ts';

/** Payloads, and names of timers, in the order in which they come. */
function all(queue: JobQueue): readonly unknown[] {
  const found: unknown[] = [];
  for (let next = queue.next(); next !== undefined; next = queue.next())
    found.push(next.kind === 'job' ? next.payload : next.name);
  return found;
}

test('what is due first comes first, and at the same time what was added first', () => {
  const queue = new JobQueue();
  const due = [5, 1, 5, 3, 0, 1, 9, 5, 0, 2, 2, 7];
  due.forEach((inMs, place) => queue.add({ name: 'work', payload: [inMs, place], inMs }));
  queue.time({ id: 1, name: 'stopped', inMs: 1 });
  queue.time({ id: 2, name: 'buffer', inMs: 2 });
  queue.time({ id: 1, name: '', inMs: null });
  expect(queue.length).toBe(13);
  const sorted = due.map((inMs, place) => [inMs, place]).toSorted(([a = 0], [b = 0]) => a - b);
  expect(all(queue)).toEqual([...sorted.slice(0, 6), 'buffer', ...sorted.slice(6)]);
  expect(queue.nowMs).toBe(9);
  expect(queue.length).toBe(0);
});

test('timers can be left for later', () => {
  const queue = new JobQueue(100);
  queue.time({ id: 1, name: 'buffer', inMs: 10 });
  queue.add({ name: 'work', payload: null, inMs: 4 });
  expect(queue.nextJob()?.name).toBe('work');
  expect(queue.nextJob()).toBeUndefined();
  expect(queue.untilTimerMs).toBe(6);
  expect(queue.nextTimer()?.name).toBe('buffer');
  expect(queue.untilTimerMs).toBeUndefined();
  expect(queue.nowMs).toBe(110);
});

test('a hundred thousand jobs are no matter', () => {
  const queue = new JobQueue();
  const count = 100_000;
  for (let place = 0; place < count; place += 1)
    queue.add({ name: 'work', payload: place, inMs: (place * 7919) % count });
  const found = all(queue);
  expect(found).toHaveLength(count);
  expect(found.map((place) => (Number(place) * 7919) % count)).toEqual(found.map((_, order) => order));
});
