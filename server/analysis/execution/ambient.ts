/** What PostHog gives to an app: the global `posthog`, `fetch`, packages, and `meta`. */
import ts from 'typescript';
import { copyAny, copyFields } from './copying.ts';
import { HeapObject, type NativeCall, type NativeFunction } from './heap.ts';
import type { Machine } from './machine.ts';
import { arg, callBack, native, safeNative } from './natives/native.ts';
import { nodeModuleExport } from './natives/nodeModules.ts';
import { getNamed, newList, newObject } from './objects.ts';
import { noteApiCall, noteRequest } from './requests.ts';
import { concatenate } from './texts.ts';
import {
  type Simple,
  asPromise,
  isNullish,
  objectsOf,
  primitive,
  promised,
  reference,
  undefinedValue,
  unknown,
  type Value,
} from './values.ts';

/** What is marked for a call: the callee, `posthog.capture`. */
export function sinkNode(node: ts.Node): ts.Node {
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) return node.expression;
  return node;
}

function fields(entries: Readonly<Record<string, Value>>): Value {
  const object = new HeapObject('object');
  for (const [name, value] of Object.entries(entries)) object.cells.set(name, value);
  return reference(object);
}

/** It gives a promise, whose errors are the only ones that it has (reference 1.1). */
const capture: NativeFunction = (machine, call) => {
  const properties = arg(call, 1);
  machine.onSink?.({
    kind: 'capture',
    node: sinkNode(call.node),
    name: arg(call, 0),
    properties: properties.of.every(isNullish) ? newObject(machine, {}) : spread(machine, properties),
    isUncertain: false,
    label: 'posthog.capture',
  });
  return promised(undefinedValue);
};

/** PostHog takes out of an object what it has itself (reference 1.1), and leaves what its class gives it, such as `toJSON`. */
function spread(machine: Machine, properties: Value): Value {
  const { of } = machine.resolve(properties);
  // A number and a truth have nothing in them.
  if (of.every((simple) => simple.kind === 'primitive' && typeof simple.value !== 'string'))
    return newObject(machine, {});
  const isSpread = of.some((simple) =>
    simple.kind === 'reference' ? simple.object.prototype !== undefined : isInEvent(simple),
  );
  if (!isSpread) return properties;
  const copy = new HeapObject('object');
  copyAny(machine, copy, of);
  return reference(copy);
}

/** What lies inside of a property, or is an item of one, has parts that are named after it. */
function isInEvent(simple: Simple): boolean {
  return simple.kind === 'unknown' && /^(?:\[\*\] )*event\.properties\.[^ ]+$/.test(simple.id ?? '');
}

function apiMethod(name: string): NativeFunction {
  return (machine, call) => {
    noteApiCall(machine, sinkNode(call.node), name, arg(call, 0), arg(call, 1));
    return promised(unknown('network', undefined, true));
  };
}

/** The global `posthog` (reference 1). */
export function posthogGlobal(): Value {
  const methods = ['get', 'post', 'put', 'patch', 'delete'];
  return fields({
    capture: safeNative('capture', capture),
    api: fields(Object.fromEntries(methods.map((name) => [name, safeNative(name, apiMethod(name))]))),
  });
}

/** `fetch`, also that of node-fetch: (url or request, options). */
const fetchNative: NativeFunction = (machine, call) => {
  const options = arg(call, 1);
  const about = (name: string): Value | undefined => present(getNamed(machine, options, name, call.node));
  noteRequest(machine, sinkNode(call.node), 'fetch', {
    url: arg(call, 0),
    method: about('method'),
    body: about('body'),
    kind: 'request',
  });
  return promised(unknown('network', undefined, true));
};

function present(value: Value): Value | undefined {
  return value.of.every(isNullish) ? undefined : value;
}

export function fetchGlobal(): Value {
  return safeNative('fetch', fetchNative);
}

// ── Packages ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** axios: callable, with a method for each kind of request, and `create`. */
function axios(machine: Machine, base: Value | undefined): Value {
  const send = (call: NativeCall, url: Value, method: Value | undefined, body: Value | undefined): Value => {
    const full = base === undefined ? url : concatenate([base, url].map((piece) => machine.resolve(piece)));
    noteRequest(machine, sinkNode(call.node), 'axios', { url: full, method, body, kind: 'request' });
    return promised(unknown('network', undefined, true));
  };
  const callable: NativeFunction = (_machine, call) => {
    const config = call.args.length > 1 ? arg(call, 1) : arg(call, 0);
    const about = (name: string): Value => getNamed(machine, config, name, call.node);
    const url = objectsOf(arg(call, 0)).length > 0 ? about('url') : arg(call, 0);
    return send(call, url, present(about('method')), present(about('data')));
  };
  const object = new HeapObject('function', {
    callable: { kind: 'native', name: 'axios', run: callable, isSafe: true },
  });
  const set = (name: string, run: NativeFunction): void => void object.cells.set(name, safeNative(name, run));
  for (const name of ['post', 'put', 'patch']) {
    set(name, (_machine, call) =>
      send(call, arg(call, 0), primitive(name.toUpperCase()), present(arg(call, 1))),
    );
  }
  for (const name of ['get', 'delete', 'head']) {
    set(name, (_machine, call) => send(call, arg(call, 0), primitive(name.toUpperCase()), undefined));
  }
  set('request', callable);
  set('create', (_machine, call) =>
    axios(machine, present(getNamed(machine, arg(call, 0), 'baseURL', call.node))),
  );
  object.cells.set('default', reference(object));
  return reference(object);
}

/** The library names itself in each event that it sends, whatever the app says. */
function withLibrary(machine: Machine, properties: Value): Value {
  const sent = new HeapObject('object');
  const { of } = machine.resolve(properties);
  if (of.length === 1) for (const simple of of) copyFields(machine, sent, simple);
  else sent.openAs = { id: undefined, origin: 'other' };
  machine.set(sent, '$lib', primitive('posthog-node'));
  machine.set(sent, '$lib_version', unknown('other', 'text $lib_version', true));
  return reference(sent);
}

/** posthog-node: `new PostHog(key).capture({ event, properties })`. */
function postHogClient(machine: Machine): Value {
  const take: NativeFunction = (_machine, call) => {
    const message = arg(call, 0);
    const about = (name: string): Value => getNamed(machine, message, name, call.node);
    machine.onSink?.({
      kind: 'request',
      node: sinkNode(call.node),
      name: about('event'),
      properties: withLibrary(machine, about('properties')),
      isUncertain: true,
      label: 'posthog-node',
    });
    return undefinedValue;
  };
  return native('PostHog', () => {
    const client = new HeapObject('object', { openAs: { id: undefined, origin: 'other' } });
    machine.set(client, 'capture', native('capture', take));
    machine.set(client, 'captureImmediate', native('captureImmediate', take));
    return reference(client);
  });
}

/**
 * `createBuffer({ onFlush })` of @posthog/plugin-contrib (reference 4.8). Whatever is added may be flushed at once, alone
 * or with others; each is flushed once, so what earlier events have left in it keeps no loop going.
 */
const createBuffer: NativeFunction = (machine, call) => {
  const add: NativeFunction = (_machine, added) => {
    const onFlush = getNamed(machine, arg(call, 0), 'onFlush', added.node);
    callBack(machine, added, onFlush, [newList(machine, { items: [arg(added, 0)], isSized: false })]);
    return undefinedValue;
  };
  return newObject(machine, { add: native('add', add), flush: native('flush', () => undefinedValue) });
};

/** What an import of a package gives; undefined for packages that mean nothing to the analysis. */
export function packageExport(machine: Machine, specifier: string, name: string): Value | undefined {
  switch (specifier) {
    case 'node-fetch':
    case 'cross-fetch':
    case 'undici':
      return ['default', 'fetch', '*'].includes(name) ? fetchGlobal() : undefined;
    case 'axios':
      return axios(machine, undefined);
    case 'posthog-node':
      if (name === '*')
        return newObject(machine, { PostHog: postHogClient(machine), default: postHogClient(machine) });
      return postHogClient(machine);
    case '@posthog/plugin-contrib':
      if (name === '*' || name === 'default')
        return newObject(machine, { createBuffer: native('createBuffer', createBuffer) });
      return name === 'createBuffer' ? native('createBuffer', createBuffer) : undefined;
    case 'url':
      return name === '*' || name === 'default'
        ? newObject(machine, { URL: machine.language.globalOf(machine, 'URL') ?? unknown('other') })
        : machine.language.globalOf(machine, name);
    default:
      return nodeModuleExport(machine, specifier, name);
  }
}

// ── meta ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** What is stored is not known; a flag that the app stores may be lost, and proves nothing (reference 7.6). */
const stored: NativeFunction = () => promised(unknown('storage'));

export interface MetaParts {
  /** Runs a job by its name. */
  readonly runJob: (machine: Machine, name: string, payload: Value, node: ts.Node) => void;
  readonly jobNames: readonly string[];
}

/** The last argument of every function that PostHog calls (reference 3). */
export function metaObject(machine: Machine, { runJob, jobNames }: MetaParts): Value {
  const later = (name: string): Value =>
    native(name, (_machine, { args }) => {
      const start: NativeFunction = (_inner, call) => {
        runJob(machine, name, args[0] ?? undefinedValue, call.node);
        return asPromise(undefinedValue);
      };
      return newObject(machine, {
        runNow: native('runNow', start),
        runIn: native('runIn', start),
        runAt: native('runAt', start),
      });
    });
  const jobs = newObject(machine, Object.fromEntries(jobNames.map((name) => [name, later(name)])));
  const storage = (names: readonly string[]): Value =>
    newObject(machine, Object.fromEntries(names.map((name) => [name, safeNative(name, stored)])));
  return newObject(machine, {
    config: newObject(machine, {}, { openAs: { id: 'config', origin: 'config' } }),
    attachments: newObject(machine, {}, { openAs: { id: 'attachments', origin: 'config' } }),
    cache: storage(['get', 'set', 'incr', 'expire', 'lpush', 'lrange', 'llen', 'lrem', 'lpop']),
    storage: storage(['get', 'set', 'del']),
    geoip: newObject(machine, { locate: safeNative('locate', () => promised(unknown('network'))) }),
    utils: newObject(machine, { cursor: storage(['init', 'increment']) }),
    metrics: newObject(machine, {}, { openAs: { id: undefined, origin: 'other' } }),
    global: newObject(machine, {}),
    jobs,
  });
}
