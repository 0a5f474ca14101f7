/**
 * Makes Node's own realm of the sandbox process as poor as can be before any app code runs. The app sees only its
 * context; this is the second wall, for the day when a way out of the context is found.
 */
import dgram from 'node:dgram';
import dns from 'node:dns';
import fs from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import inspector from 'node:inspector';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import os from 'node:os';
import tls from 'node:tls';
import traceEvents from 'node:trace_events';
import v8 from 'node:v8';
import { refuseConnections } from './packages.ts';

/**
 * Node's permission model covers neither sockets nor signals, priorities and users, so they are taken away by hand.
 *
 * @param hasPackages whether packages of the app run in this realm: they need its classes as they are, and learn of a
 * refused connection as of any that fails.
 */
export function lockDown(hasPackages: boolean): void {
  if (hasPackages) {
    refuseConnections();
    disable(net, ['_createServerHandle']);
    for (const module of [dns, dns.promises]) disable(module);
  } else {
    for (const module of [net, tls, dgram, dns, dns.promises, http, https]) disable(module);
    disable(net.Socket.prototype, ['connect', 'write', 'end']);
  }
  closeFileWays();
  disable(inspector);
  disable(net.Server.prototype, ['listen']);
  disable(dgram.Socket.prototype, ['bind', 'connect', 'send']);
  disable(os, ['setPriority']);
  disable(process, [
    'setuid',
    'setgid',
    'seteuid',
    'setegid',
    'setgroups',
    'initgroups',
    'kill',
    '_kill',
    'binding',
    '_linkedBinding',
    'dlopen',
    'abort',
    'chdir',
    '_debugProcess',
  ]);
  if (hasPackages) {
    // What `import` gives of Node's modules was copied when they were loaded.
    syncBuiltinESMExports();
    // Packages get the modules of Node anyway, and some of them replace what they find there.
    return;
  }
  disable(process, [
    '_getActiveHandles',
    '_getActiveRequests',
    'getBuiltinModule',
    'setUncaughtExceptionCaptureCallback',
  ]);
  freezeIntrinsics();
}

/**
 * What reads or writes files without asking the permission model, as tried with Node 22.20 and 24: databases, traces
 * (Node 22), heap snapshots at the limit (Node 22), files of V8 that flags ask for, reports of fatal errors, and whether
 * a path is there (Node 22).
 */
function closeFileWays(): void {
  // The flag takes it away altogether; this is for a Node that no longer knows the flag.
  const sqlite = process.getBuiltinModule('node:sqlite') as object | undefined;
  if (sqlite !== undefined) disable(sqlite);
  disable(traceEvents, ['createTracing']);
  disable(v8, ['setFlagsFromString', 'setHeapSnapshotNearHeapLimit', 'writeHeapSnapshot']);
  disable(fs.promises, ['realpath']);
  for (const realPath of [fs.realpath, fs.realpathSync]) disable(realPath, ['native']);
  Object.defineProperty(process, 'report', { value: undefined, writable: false, configurable: false });
}

function disable(target: object, names: readonly string[] = Object.keys(target)): void {
  for (const name of names) {
    const descriptor = Object.getOwnPropertyDescriptor(target, name);
    if (typeof descriptor?.value !== 'function' || !descriptor.configurable) continue;
    Object.defineProperty(target, name, { value: refuse, writable: false, configurable: false });
  }
}

function refuse(): never {
  throw new Error('This is not available in the sandbox of an app.');
}

async function asyncFunction(): Promise<void> {}
function* generator(): Generator<void> {}
async function* asyncGenerator(): AsyncGenerator<void> {}

/** An object of this realm that leaks into the context must not be a way to change what runs here. */
function freezeIntrinsics(): void {
  const roots: readonly object[] = [
    Object,
    Function,
    Array,
    Promise,
    Error,
    TypeError,
    RangeError,
    SyntaxError,
    ReferenceError,
    EvalError,
    URIError,
    AggregateError,
    Map,
    Set,
    WeakMap,
    WeakSet,
    WeakRef,
    Symbol,
    String,
    Number,
    Boolean,
    BigInt,
    RegExp,
    Date,
    Proxy,
    Reflect,
    JSON,
    Math,
    ArrayBuffer,
    SharedArrayBuffer,
    DataView,
    Uint8Array,
    Object.getPrototypeOf(Uint8Array) as object,
    Object.getPrototypeOf(asyncFunction) as object,
    Object.getPrototypeOf(generator) as object,
    Object.getPrototypeOf(asyncGenerator) as object,
    Object.getPrototypeOf([][Symbol.iterator]()) as object,
  ];
  for (const root of roots) {
    if (typeof root === 'function') Object.freeze(Reflect.get(root, 'prototype'));
    Object.freeze(root);
  }
}
