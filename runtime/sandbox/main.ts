/**
 * The sandbox process: one app, in a context of its own. It is started with Node's permission model, an empty
 * environment and a heap limit, holds no key, and ends when the runner goes.
 */
import { readFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';
import type { FromSandbox, ToSandbox } from '../../protocol/sandbox.ts';
import { packFromSandbox, unpackToSandbox } from '../../protocol/sandboxWire.ts';
import type { Usage } from '../../protocol/trace.ts';
import { MessageReader, messagePipes, writeMessage } from '../messagePipe.ts';
import { AppContext } from './appContext.ts';
import { FloodGuard } from './flood.ts';
import { lockDown } from './lockDown.ts';
import { Outbox } from './outbox.ts';
import { packagesOf } from './packages.ts';

// Kept from before the lock-down, which takes the names away.
const exit = process.exit.bind(process);
const cpuUsage = process.cpuUsage.bind(process);
const memoryUsage = process.memoryUsage.rss.bind(process);
const { env } = process;

const read = readFileSync;
const codeOf = (name: 'context' | 'streams'): string => read(join(__dirname, `${name}.js`), 'utf8');
/** As much as Node reads at once. */
const readBytes = 64 * 1024;
const flood = new FloodGuard(exit);
const outbox = new Outbox(write, flood);

function write(message: FromSandbox): void {
  try {
    writeMessage(packFromSandbox(message));
  } catch {
    exit(1); // Nobody reads it any more.
  }
}

function endAfterSpin(): void {
  write({ type: 'spun' });
  exit(1);
}

let cpuBefore = cpuUsage();

function usage(): Usage {
  const { user, system } = cpuUsage(cpuBefore);
  return { cpuMs: (user + system) / 1000, memoryBytes: memoryUsage() };
}

/** Folder of the app, where the user allowed packages of its `node_modules`. */
const packagesRoot = process.argv[2];
const packages = packagesRoot === undefined ? undefined : packagesOf(packagesRoot);
const context = new AppContext(codeOf, outbox, endAfterSpin, packages);

function take(message: ToSandbox): void {
  if (message.type === 'several') {
    for (const each of message.messages) take(each);
    return;
  }
  if (message.type === 'ping') {
    // After what the last message set off, such as the report of a rejection that nobody handled.
    setImmediate(() => {
      if (message.wakes) context.wake();
      outbox.post({ type: 'pong', id: message.id, usage: usage() });
      outbox.flush();
    });
    return;
  }
  // Who waits for the answer to a request has made a pause.
  if (message.type === 'answer') flood.reset();
  if (message.type === 'call' || message.type === 'list') cpuBefore = cpuUsage();
  // A run that must come out the same everywhere is in PostHog's own time zone.
  if (message.type === 'load' && message.fixedStart !== undefined) env['TZ'] = 'UTC';
  context.deliver(message);
}

process.on('unhandledRejection', (reason) => context.reportRejection(reason));
// A debugger that stops where promises are rejected would stop at ours.
if (!process.execArgv.some((flag) => flag.startsWith('--inspect-wait'))) context.probe();
process.on('disconnect', () => exit(0));
// Ctrl+C in a terminal is for the runner, which lets the app take its leave, and comes to all processes of the terminal.
process.on('SIGINT', () => undefined);
const reader = new MessageReader((message) => take(unpackToSandbox(message as ToSandbox | string)));
new Socket({
  fd: messagePipes.in,
  readable: true,
  writable: false,
  // It can be half open: to end it would be to write, which nothing here may.
  allowHalfOpen: true,
  // Into one buffer: a stream's own would be a new one for each message, which costs as much as a small event.
  onread: {
    buffer: Buffer.allocUnsafeSlow(readBytes),
    callback: (size, buffer) => {
      reader.push(Buffer.from(buffer.subarray(0, size)));
      return true;
    },
  },
}).on('end', () => exit(0));

if (packages !== undefined) {
  // What packages throw later, of their own accord.
  process.on('uncaughtException', (error) => context.reportRejection(error));
}
// A warning of Node's about what the app calls helps nobody here, and cannot be made of classes that are frozen.
process.noDeprecation = true;
lockDown(packages !== undefined);
outbox.post({ type: 'ready' });
