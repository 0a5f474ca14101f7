import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { allowedImports } from '../../platform/imports.ts';
import {
  absentConsoleMethod,
  absentGlobal,
  absentGlobalMessage,
  absentGlobals,
  consoleMethods,
  globalNamesOf,
  presentGlobals,
} from '../../platform/vmGlobals.ts';

/** What `typeof` says of a name in a VM of its own, which has the language alone. */
function typeInFreshContext(name: string): unknown {
  return runInNewContext(`typeof ${name}`);
}

/** Names that reference 4.2 lists as absent. */
const listedAsAbsent =
  `setTimeout setInterval setImmediate clearTimeout clearInterval queueMicrotask process require
  __dirname __filename URLSearchParams TextEncoder TextDecoder AbortController structuredClone atob btoa performance
  crypto window self document Event EventTarget Headers Request Response FormData Blob WebSocket
  XMLHttpRequest`.split(/\s+/);

describe('present globals', () => {
  test('hold, for the language, what a VM of its own has', () => {
    const language = presentGlobals.filter(({ kind }) => kind === 'language').map(({ name }) => name);
    const missing = language.filter((name) => !['undefined', 'NaN', 'Infinity'].includes(name));
    expect(missing.filter((name) => typeInFreshContext(name) === 'undefined')).toEqual([]);
  });

  test('are named once', () => {
    const names = presentGlobals.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  test('hold google in the old server only', () => {
    expect(globalNamesOf('plugin-server-1.10.5')).toContain('google');
    expect(globalNamesOf('documented')).not.toContain('google');
    for (const name of ['posthog', 'fetch', 'URL', 'RetryError', 'console', 'Buffer', 'GLOBAL', 'exports']) {
      expect(globalNamesOf('documented')).toContain(name);
    }
  });
});

describe('absent globals', () => {
  test.each(absentGlobals)('$name is neither of the language nor given', ({ name }) => {
    expect(typeInFreshContext(name)).toBe('undefined');
    expect(presentGlobals.some((present) => present.name === name)).toBe(false);
  });

  test('hold all that are known to be absent, once each', () => {
    const names = absentGlobals.map(({ name }) => name);
    expect(listedAsAbsent.filter((name) => !names.includes(name))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
  });

  test.each(absentGlobals)('the message for $name says what to do, shortly', (entry) => {
    const message = absentGlobalMessage(entry);
    expect(message.startsWith(`${entry.name} does not exist in a PostHog app. `)).toBe(true);
    expect(message.match(/[.!?](?=\s|$)/g)?.length).toBe(3);
  });

  test('point to imports that PostHog provides', () => {
    const modules = absentGlobals.flatMap(({ instead }) => /from '([^']+)'/.exec(instead)?.[1] ?? []);
    expect(modules).not.toEqual([]);
    for (const name of modules) expect(allowedImports.map((entry) => entry.name)).toContain(name);
  });

  test('are found by name', () => {
    expect(absentGlobal('setTimeout')?.instead).toContain("meta.jobs.name(payload).runIn(5, 'seconds')");
    expect(absentGlobal('fetch')).toBeUndefined();
    expect(absentGlobal('constructor')).toBeUndefined();
  });
});

/** Evaluates the advice given as code for a text function, against Node's own function. */
test.each([
  ['atob', 'aGVsbG8=', atob('aGVsbG8=')],
  ['btoa', 'hell\u00f6', btoa('hell\u00f6')],
])('the advice for %s does the same', (name, text, expected) => {
  const code = /Use (Buffer.+)\.$/.exec(absentGlobal(name)?.instead ?? '')?.[1] ?? '';
  expect(runInNewContext(code, { Buffer, text })).toBe(expected);
});

describe('console', () => {
  test.each(consoleMethods)('has %s', (name) => {
    expect(absentConsoleMethod(name)).toBeUndefined();
  });

  test.each(['table', 'time', 'trace', 'group', 'dir', 'assert', 'count', 'anything'])('lacks %s', (name) => {
    expect(absentConsoleMethod(name)).toMatch(/^[A-Z].*\.$/);
  });
});
