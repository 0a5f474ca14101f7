/**
 * What a child of this process would have open without being given it: whoever starts this program may have left files
 * or connections open in it. Node marks what it opens itself, and of what it was started with the first sixteen; on
 * macOS the system hands on nothing, and Windows only what is marked.
 */
import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs';

/** In the flags of `/proc/self/fdinfo`: closed when another program is run. */
const closesOnRun = 0o2000000;

const folder = '/proc/self/fdinfo';

/** Numbers above those that every process has, in order; none where the system has no such list. */
export function handedOn(): readonly number[] {
  if (process.platform !== 'linux') return [];
  return list().filter((descriptor) => descriptor > 2 && !isClosedOnRun(descriptor));
}

/**
 * Starts a child in which nothing is open but what it is given: the rest leads to `/dev/null` there.
 *
 * @param given what it is given, from its first descriptor on.
 * @param start starts it with what is to be given in place of that.
 */
export function handOnOnly<Given, Child>(
  given: readonly Given[],
  start: (given: (Given | 'ignore' | number)[]) => Child,
): Child {
  const others = handedOn().filter((descriptor) => descriptor >= given.length);
  const last = others.at(-1);
  if (last === undefined) return start([...given]);
  const nothing = openSync('/dev/null', 'r');
  try {
    const hidden = new Set(others);
    const rest = Array.from({ length: last + 1 - given.length }, (_, index) =>
      hidden.has(given.length + index) ? nothing : 'ignore',
    );
    return start([...given, ...rest]);
  } finally {
    closeSync(nothing);
  }
}

function list(): readonly number[] {
  try {
    return readdirSync(folder)
      .map(Number)
      .toSorted((a, b) => a - b);
  } catch {
    return []; // A container may hide it.
  }
}

function isClosedOnRun(descriptor: number): boolean {
  try {
    const flags = /^flags:\s*([0-7]+)/m.exec(readFileSync(`${folder}/${descriptor}`, 'latin1'))?.[1];
    return flags === undefined || (Number.parseInt(flags, 8) & closesOnRun) !== 0;
  } catch {
    return true; // That of the list itself is closed by now.
  }
}
