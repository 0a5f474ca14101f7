/**
 * The built language server beside TypeScript's own, on the same app and at the same places, turn by turn in one run:
 * first answer from the start of the process on, suggestions and hover after an edit, memory.
 * `node test/bench/besideTsserver.ts [lines…]` prints medians and their ratio; it tests nothing. TypeScript's server gets
 * our declarations as a file of the project.
 */
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node';
import { dist, root } from '../../scripts/paths.ts';
import { appText, median } from './appText.ts';

interface Place {
  /** Counted from 0. */
  readonly line: number;
  readonly character: number;
}

/** A server as an editor uses it. */
interface Candidate {
  open(text: string): Promise<void>;
  change(text: string): Promise<void>;
  complete(place: Place): Promise<void>;
  hover(place: Place): Promise<void>;
  readonly child: ChildProcess;
}

const turns = 60;
/** Turns before the measuring begins. */
const warmUp = 20;
/** Processes of each server that are started, one after the other, for the time to the first answer. */
const starts = 7;

function ours(path: string, folder: string): Candidate {
  // As the client starts it; TypeScript's server keeps such a folder by itself.
  const env = { ...process.env, NODE_COMPILE_CACHE: join(root, '.cache', 'compiled') };
  const child = fork(join(dist, 'server.js'), ['--node-ipc'], { silent: true, env });
  const connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
  connection.listen();
  const uri = pathToFileURL(path).toString();
  let version = 1;
  let lines = 0;
  return {
    child,
    open: async (text) => {
      lines = text.split('\n').length;
      await connection.sendRequest('initialize', {
        processId: process.pid,
        rootUri: null,
        workspaceFolders: [{ uri: pathToFileURL(folder).toString(), name: 'bench' }],
        initializationOptions: { typeProvider: 'server' },
        capabilities: {},
      });
      await connection.sendNotification('initialized', {});
      const textDocument = { uri, languageId: 'typescript', version, text };
      await connection.sendNotification('textDocument/didOpen', { textDocument });
    },
    change: async (text) => {
      const end = { line: lines - 1, character: 0 };
      await connection.sendNotification('textDocument/didChange', {
        textDocument: { uri, version: (version += 1) },
        contentChanges: [{ range: { start: end, end }, text: `${lastLine(text)}\n` }],
      });
      lines += 1;
    },
    complete: async (position) => {
      const found = await connection.sendRequest('textDocument/completion', {
        textDocument: { uri },
        position,
      });
      if (!JSON.stringify(found).includes('capture')) throw new Error('We suggested nothing.');
    },
    hover: async (position) => {
      const found = await connection.sendRequest('textDocument/hover', { textDocument: { uri }, position });
      if (!JSON.stringify(found).includes('capture')) throw new Error('We explained nothing.');
    },
  };
}

function tsserver(path: string): Candidate {
  const program = join(root, 'node_modules/typescript/lib/tsserver.js');
  const child = spawn(process.execPath, [program, '--disableAutomaticTypingAcquisition'], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const waiting = new Map<number, (body: unknown) => void>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (!line.startsWith('{')) return;
    const message = JSON.parse(line) as { type: string; request_seq?: number; body?: unknown };
    if (message.type === 'response') waiting.get(message.request_seq ?? 0)?.(message.body);
  });
  let seq = 0;
  const send = (command: string, args: unknown): number => {
    seq += 1;
    child.stdin.write(`${JSON.stringify({ seq, type: 'request', command, arguments: args })}\n`);
    return seq;
  };
  const ask = (command: string, args: unknown): Promise<unknown> =>
    new Promise((resolve) => {
      const number = send(command, args);
      waiting.set(number, resolve);
    });
  const at = ({ line, character }: Place) => ({ file: path, line: line + 1, offset: character + 1 });
  let lines = 0;
  return {
    child,
    open: async (text) => {
      lines = text.split('\n').length;
      send('open', { file: path, fileContent: text });
      await Promise.resolve();
    },
    change: async (text) => {
      send('change', {
        file: path,
        line: lines,
        offset: 1,
        endLine: lines,
        endOffset: 1,
        insertString: `${lastLine(text)}\n`,
      });
      lines += 1;
      await Promise.resolve();
    },
    complete: async (place) => {
      const found = await ask('completionInfo', { ...at(place), triggerCharacter: '.' });
      if (!JSON.stringify(found).includes('capture')) throw new Error('TypeScript suggested nothing.');
    },
    hover: async (place) => {
      const found = await ask('quickinfo', at(place));
      if (!JSON.stringify(found).includes('capture')) throw new Error('TypeScript explained nothing.');
    },
  };
}

/** The benchmark adds one line at each edit. */
function lastLine(text: string): string {
  return text.split('\n').at(-2) ?? '';
}

interface Times {
  readonly first: number[];
  readonly complete: number[];
  readonly hover: number[];
}

async function timed(run: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

/** Megabytes that the process has in memory. */
function memoryOf(candidate: Candidate | undefined): number {
  const status = readFileSync(`/proc/${candidate?.child.pid}/status`, 'utf8');
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
}

async function stop(candidate: Candidate | undefined): Promise<void> {
  if (candidate === undefined) return;
  const ended = once(candidate.child, 'exit');
  candidate.child.kill();
  await ended;
}

async function measure(lines: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const path = join(folder, 'index.ts');
    let text = appText(lines);
    writeFileSync(path, text);
    writeFileSync(join(folder, 'plugin.json'), '{ "name": "Bench", "main": "index.ts", "config": [] }');
    writeFileSync(
      join(folder, 'tsconfig.json'),
      '{ "compilerOptions": { "strict": true, "lib": ["es2023"], "types": [] } }',
    );
    copyFileSync(join(dist, 'globals.d.ts'), join(folder, 'posthog-env.d.ts'));
    const line = text.split('\n').findIndex((content) => content.includes('posthog.capture'));
    const place = { line, character: (text.split('\n')[line] ?? '').indexOf('capture') };
    const inside = { ...place, character: place.character + 2 };
    const start = { ours: () => ours(path, folder), theirs: () => tsserver(path) };
    const names = ['ours', 'theirs'] as const;
    const times: Record<keyof typeof start, Times> = {
      ours: { first: [], complete: [], hover: [] },
      theirs: { first: [], complete: [], hover: [] },
    };
    const candidates: Partial<Record<keyof typeof start, Candidate>> = {};
    // The first start of each only fills the folders in which compiled code is kept.
    for (let turn = 0; turn <= starts; turn += 1) {
      for (const name of names) {
        await stop(candidates[name]);
        const first = await timed(async () => {
          const candidate = start[name]();
          candidates[name] = candidate;
          await candidate.open(text);
          await candidate.complete(place);
        });
        if (turn > 0) times[name].first.push(first);
      }
    }
    for (let turn = 0; turn < turns + warmUp; turn += 1) {
      text += `// edit ${turn}\n`;
      for (const name of names) {
        const candidate = candidates[name];
        if (candidate === undefined) continue;
        await candidate.change(text);
        const complete = await timed(() => candidate.complete(place));
        const hover = await timed(() => candidate.hover(inside));
        if (turn < warmUp) continue;
        times[name].complete.push(complete);
        times[name].hover.push(hover);
      }
    }
    const row = (what: string, our: number, their: number, unit: string): void =>
      console.log(
        `  ${what.padEnd(28)} ${our.toFixed(1)} ${unit}, TypeScript ${their.toFixed(1)} ${unit}, ratio ${(our / their).toFixed(2)}`,
      );
    console.log(`${text.split('\n').length} lines`);
    row('first suggestions', median(times.ours.first), median(times.theirs.first), 'ms');
    row('suggestions after an edit', median(times.ours.complete), median(times.theirs.complete), 'ms');
    row('hover', median(times.ours.hover), median(times.theirs.hover), 'ms');
    row('memory', memoryOf(candidates.ours), memoryOf(candidates.theirs), 'MB');
    for (const name of names) await stop(candidates[name]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const wanted = process.argv.slice(2).map(Number);
for (const lines of wanted.length > 0 ? wanted : [100, 5000]) await measure(lines);
