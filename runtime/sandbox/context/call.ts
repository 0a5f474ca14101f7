/** Calls an export the way PostHog does: `meta` last, the result awaited inside the context. Reference 2.2. */
import { jobsExport, lifecycleExports } from '../../../platform/lifecycle.ts';
import type { Profile } from '../../../platform/profiles.ts';
import type { CallMessage, ReturnedMessage, TimerMessage } from '../../../protocol/sandbox.ts';
import { collect, findExport, isDeclared } from './appExports.ts';
import { runTimer, setClock } from './clock.ts';
import { type ExportBuffer, retryJob } from './exportBuffer.ts';
import { exportRemarks, noFunction } from './exportRemarks.ts';
import { describeFailure, SetupProblem } from './failure.ts';
import { parseJson, toJson } from './host.ts';
import { hostCopy } from './hostCopy.ts';
import { type Kept, keptText } from './kept.ts';
import { forAll, forEntries, joinList, placeIn } from './lists.ts';
import { keysOf, OwnMap } from './ownMap.ts';
import { lifecycleExport } from './lifecycles.ts';
import { kindOf } from './resultKind.ts';

export type Candidates = Parameters<typeof findExport>[0];

// The app may replace them; ours must go on working.
const { getOwnPropertyNames, getPrototypeOf, hasOwn, keys, prototype: objectPrototype } = Object;
const { isArray } = Array;

type AppFunction = (...values: readonly unknown[]) => unknown;

/** An app that was loaded. */
export interface LoadedApp {
  readonly candidates: Candidates;
  readonly meta: object;
  readonly profile: Profile;
  readonly teamId: number;
  readonly kept: Kept;
  /** For apps with `exportEvents`. */
  readonly exportBuffer: ExportBuffer | undefined;
}

/** What the last call was given: another try of the same call gets the same object, and what the app did to it. */
let given: unknown;

/** Never rejects: whatever the app does ends in the answer. */
export async function callExport(app: LoadedApp, message: CallMessage): Promise<ReturnedMessage> {
  const answer = { type: 'returned', id: message.id } as const;
  if (message.isAgain !== true) given = message.input === null ? undefined : parseJson(message.input);
  const input = given;
  try {
    setClock(message.clockMs);
    const returned = await performExport(app, message.entryPoint, input);
    const value = isCopied(app, message.entryPoint) ? hostCopy(returned) : returned;
    const isOther = typeof returned === 'object' && returned !== null && returned !== input;
    return {
      ...answer,
      result: isIgnored(message.entryPoint) ? textOrNull(value) : resultText(value, message.entryPoint),
      isFalsy: !value,
      ...keptAfter(app, message.entryPoint),
      ...(isOther ? { isOtherObject: true } : {}),
      ...(isIgnored(message.entryPoint) ? {} : kindOf(returned)),
      failure: null,
    };
  } catch (thrown) {
    const { entryPoint } = message;
    const isProcessed = entryPoint === 'processEvent' || entryPoint === 'processEventBatch';
    const left = isProcessed ? textOrNull(input) : null;
    const kept = entryPoint === 'setupPlugin' ? { kept: keptText(app.kept) } : keptAfter(app, entryPoint);
    return { ...answer, ...kept, result: left, isFalsy: true, failure: describeFailure(thrown) };
  }
}

/** What lives on when the app is loaded again after it was unloaded. */
function keptAfter({ kept }: LoadedApp, entryPoint: string): Pick<ReturnedMessage, 'kept'> {
  return entryPoint === 'teardownPlugin' ? { kept: keptText(kept) } : {};
}

/** Runs a timer whose time has come. Never rejects. */
export async function callTimer({ id, clockMs, timer }: TimerMessage): Promise<ReturnedMessage> {
  const answer = { type: 'returned', id, result: null, isFalsy: true } as const;
  try {
    setClock(clockMs);
    await runTimer(timer);
    return { ...answer, failure: null };
  } catch (thrown) {
    return { ...answer, failure: describeFailure(thrown) };
  }
}

/**
 * Calls the export.
 *
 * @returns what it returned, as it gets to PostHog.
 * @throws what the app throws.
 */
export async function perform(app: LoadedApp, entryPoint: string, input: unknown): Promise<unknown> {
  const value = await performExport(app, entryPoint, input);
  return isCopied(app, entryPoint) ? hostCopy(value) : value;
}

function isCopied({ profile }: LoadedApp, entryPoint: string): boolean {
  return profile !== 'documented' && lifecycleExport(entryPoint)?.result === 'next-event';
}

/**
 * The same call for many inputs: what does not depend on the input is looked up once, where that is possible.
 *
 * @returns a function that gives the result or a promise of it, and throws what the app throws.
 */
export function exportCall(app: LoadedApp, entryPoint: string): (input: unknown) => unknown {
  const { candidates, exportBuffer, meta } = app;
  const found = findExport(candidates, entryPoint);
  const isPlain =
    (entryPoint === 'processEvent' || (entryPoint === 'onEvent' && exportBuffer === undefined)) &&
    typeof found === 'function' &&
    !isCopied(app, entryPoint);
  if (!isPlain) return (input) => perform(app, entryPoint, input);
  const own = found as AppFunction;
  return (input) => own(input, meta);
}

async function performExport(app: LoadedApp, entryPoint: string, input: unknown): Promise<unknown> {
  const { candidates, exportBuffer, meta } = app;
  if (entryPoint.startsWith(`${jobsExport}.`)) {
    const name = entryPoint.slice(jobsExport.length + 1);
    if (name === retryJob && exportBuffer !== undefined) return exportBuffer.retry(input);
    const jobs = collect(candidates, jobsExport);
    const job = asFunction(hasOwn(jobs, name) ? jobs[name] : undefined, entryPoint, candidates);
    return input ? job(input, meta) : job(meta);
  }
  if (entryPoint === 'processEvent' && !findExport(candidates, 'processEvent')) {
    const batch = findExport(candidates, 'processEventBatch');
    if (batch) return performBatchOfOne(app, input);
  }
  if (entryPoint === 'processEventBatch' && !isArray(input)) return performBatchOfOne(app, input);
  if (exportBuffer !== undefined && entryPoint === 'onEvent') {
    exportBuffer.add(input);
    const own = findExport(candidates, 'onEvent');
    return own ? asFunction(own, 'onEvent', candidates)(input, meta) : undefined;
  }
  if (exportBuffer !== undefined && entryPoint === 'teardownPlugin') {
    const own = findExport(candidates, 'teardownPlugin');
    const flushed = exportBuffer.flush();
    try {
      return own ? await asFunction(own, 'teardownPlugin', candidates)(meta) : undefined;
    } finally {
      await flushed;
    }
  }
  if (exportBuffer !== undefined && entryPoint === 'exportEvents')
    return exportBuffer.take(isArray(input) ? input : [input]);
  const found = asFunction(findExport(candidates, entryPoint), entryPoint, candidates);
  switch (lifecycleExport(entryPoint)?.input) {
    case 'none':
      return found(meta);
    case 'events':
      return found(isArray(input) ? input : [input], meta);
    case 'event': {
      if (entryPoint === 'composeWebhook') return webhookOf(found(webhookEvent(input), meta));
      if (entryPoint !== 'onAction') return found(input, meta);
      const pair = actionAndEvent(input, app.teamId);
      return found(pair[0], pair[1], meta);
    }
    case 'payload':
    case undefined:
      return input ? found(input, meta) : found(meta);
  }
}

/** An event of its own is a batch of one, and the first of the result is what became of it (reference 2.3). */
async function performBatchOfOne({ candidates, meta }: LoadedApp, event: unknown): Promise<unknown> {
  const batch = findExport(candidates, 'processEventBatch');
  const result = await asFunction(batch, 'processEventBatch', candidates)([event], meta);
  return isArray(result) ? result[0] : undefined;
}

/** Nobody reads the result of these, so it may be anything. */
function isIgnored(entryPoint: string): boolean {
  return (lifecycleExport(entryPoint)?.result ?? 'ignored') === 'ignored';
}

/** For what is shown alone: null where it cannot be written, such as a circle, or is too long. */
function textOrNull(value: unknown): string | null {
  try {
    const text = toJson(value) ?? null;
    return text !== null && text.length > mostResult ? null : text;
  } catch {
    return null;
  }
}

/** It must answer at once: PostHog does not wait for a promise (reference 2.8). */
function webhookOf(value: unknown): unknown {
  if (value instanceof Promise) {
    throw new TypeError(
      'composeWebhook returned a promise, and PostHog does not wait for it. Return the webhook itself.',
    );
  }
  return value;
}

/** `onAction` receives the action before the event: a pair of both, or an event that some action matched. */
function actionAndEvent(input: unknown, teamId: number): readonly [action: unknown, event: unknown] {
  if (isArray(input)) return [input[0], input[1]];
  return [{ id: 1, team_id: teamId, name: 'Action of this run', description: '', steps: [] }, input];
}

/** `composeWebhook` receives a real Date (reference 6.3). */
function webhookEvent(event: unknown): unknown {
  if (typeof event !== 'object' || event === null || !('timestamp' in event)) return event;
  return { ...event, timestamp: new Date(String(event.timestamp)) };
}

function asFunction(value: unknown, name: string, candidates: Candidates): AppFunction {
  if (typeof value === 'function') return value as AppFunction;
  if (value) throw new SetupProblem(noFunction(name, value));
  const names = callableNames(candidates);
  throw new SetupProblem(
    names.length === 0
      ? `The app has no export ${name}, and none that PostHog calls by its name${whyNone(candidates)}`
      : `The app has no export ${name}. It exports ${joinList(names, ', ')}.`,
  );
}

/** The end of the sentence: what the app has in the place of an export. */
function whyNone(candidates: Candidates): string {
  const name = unexported();
  if (name !== undefined)
    return `, but it has a function ${name} that is not exported by that name. Write export in front of it, without default.`;
  const remarks = exportRemarks(candidates);
  return remarks.length === 0 ? ', such as onEvent or runEveryDay.' : `. ${joinList(remarks, ' ')}`;
}

/** The first function that lacks its export; undefined where there is none. */
function unexported(): string | undefined {
  return lifecycleExports[placeIn(lifecycleExports, ({ name }) => isDeclared(name))]?.name;
}

/** Everything of the app that can be called: lifecycle exports, and jobs as `jobs.<name>`. */
export function callables(candidates: Candidates): ReadonlyMap<string, unknown> {
  const found = new OwnMap<string, unknown>();
  forAll(candidates, (candidate) =>
    forAll(namesOf(candidate), (name) => {
      if (found.has(name) || lifecycleExport(name) === undefined) return;
      if (typeof candidate[name] === 'function') found.set(name, candidate[name]);
    }),
  );
  forEntries(collect(candidates, jobsExport), (name, job) => {
    found.set(`${jobsExport}.${name}`, job);
  });
  return found;
}

/** Those of an object made of a class are in its prototypes, which PostHog finds too. */
function namesOf(candidate: object): readonly string[] {
  const names = keys(candidate);
  let inherited = getPrototypeOf(candidate) as object | null;
  while (inherited !== null && inherited !== objectPrototype) {
    forAll(getOwnPropertyNames(inherited), (name) => {
      names[names.length] = name;
    });
    inherited = getPrototypeOf(inherited) as object | null;
  }
  return names;
}

export function callableNames(candidates: Candidates): readonly string[] {
  return keysOf(callables(candidates));
}

function whyUnwritable(thrown: unknown): string {
  const { message, name } = describeFailure(thrown);
  // The words of the language say what gave way, not what is wrong.
  if (name === 'RangeError' && message === 'Maximum call stack size exceeded')
    return 'It is nested too deeply, in thousands of levels';
  const [reason = ''] = message.split('\n');
  return reason;
}

/** Characters of a result: far more than PostHog could store, and few enough to be looked at. */
const mostResult = 16 * 2 ** 20;

/**
 * What JSON cannot say, a function or a symbol, counts as nothing here.
 *
 * @throws where the result cannot be written at all: PostHog fails on it when it passes the event on.
 */
export function resultText(value: unknown, entryPoint: string): string | null {
  if (value === undefined || value === null) return null;
  let text: string | null;
  try {
    text = toJson(value) ?? null;
  } catch (thrown) {
    const reason = whyUnwritable(thrown);
    const error = new TypeError(`What ${entryPoint} returned cannot be written as JSON. ${reason}.`);
    // It would show none of the app's lines; the runner takes the function's own instead.
    error.stack = '';
    throw error;
  }
  if (text !== null && text.length > mostResult) {
    const error = new RangeError(`${entryPoint} returned more than ${mostResult / 2 ** 20} MB.`);
    error.stack = '';
    throw error;
  }
  return text;
}
