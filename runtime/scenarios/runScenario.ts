/** Runs a scenario: its steps in order through one app, at a fixed time, against the recorded answers alone. */
import { readFile } from 'node:fs/promises';
import { basename, posix, resolve } from 'node:path';
import { applyEdits, type JSONPath, modify } from 'jsonc-parser';
import { contentTypeOf } from '../../platform/contentTypes.ts';
import { parseHostSetting } from '../../platform/hosts.ts';
import { defaultProfile } from '../../platform/profiles.ts';
import type { HostAccess } from '../../protocol/runtime.ts';
import type { AttachmentContent } from '../../protocol/sandbox.ts';
import type {
  Scenario,
  ScenarioFailure,
  ScenarioRequest,
  ScenarioResult,
  ScenarioStep,
} from '../../protocol/scenario.ts';
import type { Json, Trace } from '../../protocol/trace.ts';
import { Redactor } from '../gate/redact.ts';
import { createApp } from '../index.ts';
import { LocalHost } from '../localHost/localHost.ts';
import type { SandboxPool } from '../runner/sandboxPool.ts';
import { compareJson, differenceText } from './compare.ts';
import { actualFor, expectationOf } from './expectation.ts';
import { RecordedHost } from './recordedHost.ts';
import { ScenarioFile, ScenarioProblem } from './scenarioFile.ts';
import { secretValues } from './secrets.ts';

export interface ScenarioTools {
  readonly pool: SandboxPool;
  readonly attachDebugger?: (address: string) => Promise<boolean>;
  readonly signal?: AbortSignal;
  /** Whether packages of the app's own `node_modules` may run. */
  readonly allowPackages?: (names: readonly string[]) => Promise<boolean>;
}

/** Never rejects for what the file, the app or its set-up did: that is in the result. */
export async function runScenario(request: ScenarioRequest, tools: ScenarioTools): Promise<ScenarioResult> {
  const startedAt = performance.now();
  try {
    const run = new ScenarioRun(new ScenarioFile(request.text), request, tools);
    const result = await run.run();
    return { ...result, durationMs: Math.round(performance.now() - startedAt) };
  } catch (error) {
    if (!(error instanceof ScenarioProblem)) throw error;
    const failure = { message: error.message, ...error.position, difference: null, source: null };
    const durationMs = Math.round(performance.now() - startedAt);
    return { status: 'broken', failures: [failure], logs: [], durationMs, updated: null };
  }
}

const mostDifferences = 5;

class ScenarioRun {
  readonly #file: ScenarioFile;
  readonly #request: ScenarioRequest;
  readonly #tools: ScenarioTools;
  readonly #failures: ScenarioFailure[] = [];
  readonly #logs: string[] = [];

  constructor(file: ScenarioFile, request: ScenarioRequest, tools: ScenarioTools) {
    this.#file = file;
    this.#request = request;
    this.#tools = tools;
  }

  async run(): Promise<Omit<ScenarioResult, 'durationMs'>> {
    const { scenario } = this.#file;
    const { isUpdated = false } = this.#request;
    const access = this.#access();
    const secrets = secretValues(scenario.secrets ?? [], this.#request.environment);
    const redactor = new Redactor(access);
    redactor.hide(Object.values(secrets));
    const host = new RecordedHost({
      exchanges: scenario.requests ?? [],
      redact: (text) => redactor.text(text),
      embedded: new LocalHost(Number(access.projectId) || 1, 'Local project'),
      isUpdated,
    });
    const traces = await this.#call({ access, secrets, host });
    if (traces.some(({ outcome }) => outcome === 'stopped')) return this.#result('broken', null);
    if (isUpdated) return this.#update(traces, host);
    for (const [index, trace] of traces.entries()) this.#compare(index, trace);
    this.#compareRequests(host);
    return this.#result(this.#failures.length === 0 ? 'passed' : 'failed', null);
  }

  async #call({ access, secrets, host }: CallOptions): Promise<readonly Trace[]> {
    const { app: source, isDebugged = false, timeoutSeconds } = this.#request;
    const { allowPackages, attachDebugger, pool, signal } = this.#tools;
    const { clock, config = {}, profile = defaultProfile, steps } = this.#file.scenario;
    await using app = createApp({
      source,
      pool,
      access,
      profile,
      timeoutSeconds,
      config: { ...config, ...secrets },
      attachments: await this.#attachments(),
      replay: { startedAt: new Date(clock), host },
      ...(allowPackages === undefined ? {} : { allowPackages }),
      ...(isDebugged && attachDebugger !== undefined ? { attachDebugger } : {}),
    });
    const traces: Trace[] = [];
    for (const { call, input = null } of steps) {
      const trace = await app.call(call, input, signal);
      traces.push(trace);
      this.#logs.push(...trace.logs.map(logLine));
      if (trace.outcome === 'stopped') break;
    }
    return traces;
  }

  /** @throws ScenarioProblem for a host that is no address. */
  #access(): HostAccess {
    const { host = 'local', projectId = host === 'local' ? '1' : null } = this.#file.scenario;
    const parsed = parseHostSetting(host);
    if (!parsed.ok) throw new ScenarioProblem(parsed.message, this.#file.positionOf(['host']));
    // Mock, so that nothing is sent and no key is asked for, whatever the host is.
    return { host: parsed.host, projectId, projectApiKey: null, personalApiKeys: {}, mode: 'mock' };
  }

  /** @throws ScenarioProblem for a file that is missing, or outside of the app's folder. */
  async #attachments(): Promise<{ readonly [key: string]: AttachmentContent }> {
    const found: [string, AttachmentContent][] = [];
    for (const [key, path] of Object.entries(this.#file.scenario.attachments ?? {})) {
      const inside = posix.normalize(path.replaceAll('\\', '/'));
      const position = this.#file.positionOf(['attachments', key]);
      if (inside.startsWith('..') || posix.isAbsolute(inside) || /^[a-z]:/i.test(inside)) {
        throw new ScenarioProblem(
          `The attachment ${path} is outside of the app's folder. Put it into it.`,
          position,
        );
      }
      const content = await readFile(resolve(this.#request.app.root, inside)).catch(() => undefined);
      if (content === undefined) {
        throw new ScenarioProblem(
          `The attachment ${path} cannot be read. Correct its path from the app's folder.`,
          position,
        );
      }
      const fileName = basename(inside);
      found.push([
        key,
        { fileName, contentType: contentTypeOf(fileName), base64: content.toString('base64') },
      ]);
    }
    return Object.fromEntries(found);
  }

  /** What an app that cannot even be loaded does is nothing to expect: the file stays as it is then. */
  #update(traces: readonly Trace[], host: RecordedHost): Omit<ScenarioResult, 'durationMs'> {
    const updated = this.#updatedText(traces, host);
    const broken = traces.findIndex((trace) => loadError(trace) !== undefined);
    const trace = traces[broken];
    if (updated === null || trace === undefined) return this.#result('passed', updated);
    this.#fail(
      `The app could not be loaded, so the scenario was not updated. ${loadError(trace)?.message}`,
      ['steps', broken],
      null,
      trace,
    );
    return this.#result('broken', null);
  }

  #compare(index: number, trace: Trace): void {
    const step = this.#step(index);
    const expected = step.expect;
    const actual = actualFor(expected, trace);
    const wanted =
      'errors' in actual && expected.errors === undefined ? { ...expected, errors: [] } : expected;
    const { differences, aligned } = compareJson(wanted as Json, actual as Json);
    const [first] = differences;
    if (first === undefined) return;
    const lines = differences.slice(0, mostDifferences).map(differenceText);
    const more = differences.length - lines.length;
    this.#fail(
      `${this.#titleOf(index)} came out differently: ${lines.join('\n')}${more > 0 ? `\nand ${more} more` : ''}`,
      ['steps', index, 'expect', ...first.path],
      { expected: laidOut(wanted as Json), actual: laidOut(aligned) },
      trace,
    );
  }

  #compareRequests(host: RecordedHost): void {
    const listed = new Set<string>();
    for (const { method, url, body } of host.unrecorded) {
      const name = `${method} ${url}`;
      if (listed.has(name)) continue;
      listed.add(name);
      const sent = body === undefined ? '' : ` with the body ${JSON.stringify(body)}`;
      this.#fail(
        `The app asked for ${name}${sent}, and the scenario has no answer for it. Add one to "requests", or update the scenario.`,
        ['requests'],
      );
    }
    for (const index of host.unasked) {
      const exchange = this.#file.scenario.requests?.[index];
      this.#fail(
        `The app did not ask for ${exchange?.method} ${exchange?.url}, which the scenario has recorded. Take it out, make it optional, or update the scenario.`,
        ['requests', index],
      );
    }
  }

  #fail(
    message: string,
    path: JSONPath,
    difference: ScenarioFailure['difference'] = null,
    trace?: Trace,
  ): void {
    const source = trace?.errors.find((error) => error.source !== null)?.source ?? null;
    this.#failures.push({ message, ...this.#file.positionOf(path), difference, source });
  }

  #titleOf(index: number): string {
    const { call } = this.#step(index);
    return this.#file.scenario.steps.length === 1 ? call : `Step ${index + 1}, ${call},`;
  }

  #step(index: number): ScenarioStep {
    const step = this.#file.scenario.steps[index];
    if (step === undefined) throw new RangeError(`There is no step ${index}.`);
    return step;
  }

  /** The file with what came out; what is still right stays as it was written. */
  #updatedText(traces: readonly Trace[], host: RecordedHost): string | null {
    const { scenario } = this.#file;
    const { text } = this.#request;
    let updated = text;
    for (const [index, trace] of traces.entries()) {
      const { call, expect } = this.#step(index);
      const isNew = Object.keys(expect).length === 0;
      const actual = isNew
        ? expectationOf(trace, call, new Date(scenario.clock).toISOString())
        : actualFor(expect, trace);
      const { differences, aligned } = compareJson(expect as Json, actual as Json);
      if (differences.length > 0) updated = changed(updated, ['steps', index, 'expect'], aligned);
    }
    const requests = host.updated;
    if (requests !== undefined) {
      const value = requests.length === 0 ? undefined : (requests as unknown as Json);
      updated = changed(updated, ['requests'], value);
    }
    return updated === text ? null : updated;
  }

  #result(status: ScenarioResult['status'], updated: string | null): Omit<ScenarioResult, 'durationMs'> {
    return { status, failures: this.#failures, logs: this.#logs, updated };
  }
}

/** Why the app could not be loaded; undefined where it was, whatever it did then. */
function loadError({ errors }: Trace): Trace['errors'][number] | undefined {
  return errors.find(({ cause }) => cause.entryPoint === 'load');
}

interface CallOptions {
  readonly access: HostAccess;
  readonly secrets: Scenario['config'];
  readonly host: RecordedHost;
}

function changed(text: string, path: JSONPath, value: Json | undefined): string {
  const formattingOptions = {
    insertSpaces: !/\n\t/.test(text),
    tabSize: 2,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
  };
  return applyEdits(text, modify(text, path, value, { formattingOptions }));
}

function laidOut(value: Json): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function logLine({ level, message, cause: { source } }: Trace['logs'][number]): string {
  return `${level}: ${message}${source === null ? '' : ` (${source.file}:${source.line})`}`;
}
