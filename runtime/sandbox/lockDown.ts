/**
 * Makes Node's own realm of the sandbox process as poor as can be before any app code runs. The app sees only its
 * context; this is the second wall, for the day when a way out of the context is found.
 */
import dgram from 'node:dgram';
import dns from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import inspector from 'node:inspector';
import net from 'node:net';
import tls from 'node:tls';
import { refuseConnections } from './packages.ts';

/**
 * Node's permission model covers neither sockets nor signals, so they are taken away by hand.
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
  disable(inspector, ['open']);
  disable(net.Server.prototype, ['listen']);
  disable(dgram.Socket.prototype, ['bind', 'connect', 'send']);
  disable(process, [
    'kill',
    '_kill',
    'binding',
    '_linkedBinding',
    'dlopen',
    'abort',
    'chdir',
    '_debugProcess',
  ]);
  // Packages get the modules of Node anyway, and some of them replace what they find there.
  if (hasPackages) return;
  disable(process, [
    '_getActiveHandles',
    '_getActiveRequests',
    'getBuiltinModule',
    'setUncaughtExceptionCaptureCallback',
  ]);
  freezeIntrinsics();
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
