/** Flags for the sandbox process: what this Node knows, from the strictest set to the loosest that starts. */
import { dirname, join } from 'node:path';

/** Heap of a sandbox in megabytes. */
export const heapLimitMb = 256;

/** With so small a heap Node would keep a small part for what is new, and collect garbage all the time. */
const youngHeap: readonly string[] = ['--min-semi-space-size=4', '--max-semi-space-size=8'];

/** Exit code of a Node that does not know one of its flags. */
export const badOptionExitCode = 9;

/** Databases read and write files without asking the permission model. */
const noDatabases = '--no-experimental-sqlite';

const noCodeFromTexts = '--disallow-code-generation-from-strings';

function knows(flag: string): boolean {
  return process.allowedNodeEnvironmentFlags.has(flag);
}

/**
 * Whether a sandbox that hangs can be asked where it is. Node 22 has no inspector under its permission model, and on
 * Windows there is no signal that opens one.
 */
export function canFindHangs(): boolean {
  return knows('--allow-inspector') && process.platform !== 'win32';
}

/** One sentence on why the line of a hang is not told, and what tells it; '' where it can be told. */
export function whyNoHangPlace(): string {
  if (canFindHangs()) return '';
  return process.platform === 'win32'
    ? ' Its line cannot be told on Windows: debug the app to pause it there.'
    : ` Its line cannot be told on Node ${process.versions.node}, but on Node 24 and newer ones.`;
}

/**
 * Sets of flags to try in order; a Node that ends with {@link badOptionExitCode} gets the next set. What this
 * process says about flags is true for the child too, since it runs the same program.
 *
 * @param sandboxPath the bundle of the sandbox; the child may read it, and `context.js` and `streams.js` beside it, nothing else.
 */
export function sandboxFlagSets(sandboxPath: string): readonly (readonly string[])[] {
  const { always, permission } = commonFlags(sandboxPath);
  // Lets a hanging app be asked where it is. The inspector opens on a signal only, at a port of its choice.
  const inspector = knows('--allow-inspector') ? ['--allow-inspector', '--inspect-port=127.0.0.1:0'] : [];
  return [
    [...always, ...youngHeap, ...permission, ...inspector],
    [...always, ...permission, ...inspector],
    [...always, ...permission],
    [...always],
  ];
}

/**
 * Sets of flags for a sandbox that a debugger attaches to: it opens its inspector on loopback at once, and waits for
 * the debugger before it runs anything. Node 22 has no inspector under its permission model.
 */
export function debugFlagSets(sandboxPath: string): readonly (readonly string[])[] {
  const { always, permission } = commonFlags(sandboxPath);
  const waiting = [...always, '--inspect-wait=127.0.0.1:0'];
  return knows('--allow-inspector') ? [[...waiting, ...permission, '--allow-inspector'], waiting] : [waiting];
}

/**
 * Sets of flags for a sandbox that runs packages of the app: it may read their folder too, and make code from texts, as
 * some of them do.
 *
 * @param flagSets those of a sandbox without packages.
 * @param root folder of the app.
 */
export function withPackages(
  flagSets: readonly (readonly string[])[],
  root: string,
): readonly (readonly string[])[] {
  return flagSets.map((flags) => [
    ...flags.filter((flag) => flag !== noCodeFromTexts),
    ...(flags.some((flag) => flag.startsWith('--allow-fs-read='))
      ? [`--allow-fs-read=${join(root, 'node_modules', '*')}`]
      : []),
  ]);
}

function commonFlags(sandboxPath: string): {
  readonly always: readonly string[];
  readonly permission: readonly string[];
} {
  const always = [
    `--max-old-space-size=${heapLimitMb}`,
    noCodeFromTexts,
    '--no-warnings',
    ...(knows(noDatabases) ? [noDatabases] : []),
    // Only so that `import()` of made-up code can be refused with an error of the app's own realm.
    '--experimental-vm-modules',
  ];
  const folder = dirname(sandboxPath);
  const reads = [sandboxPath, join(folder, 'context.js'), join(folder, 'streams.js')].map(
    (path) => `--allow-fs-read=${path}`,
  );
  const permission = knows('--permission')
    ? ['--permission', ...reads]
    : knows('--experimental-permission')
      ? ['--experimental-permission', ...reads]
      : [];
  return { always, permission };
}
