/** Makes a scenario of a run: what it was given and answered, and what came out when that was repeated. */
import { lifecycleExport } from '../../platform/lifecycle.ts';
import type { Manifest } from '../../platform/manifest.ts';
import { wholeLength } from '../../protocol/cutText.ts';
import {
  mostRecordedEvents,
  type RecordedCall,
  type RecordedScenario,
  type RecordRequest,
  type Scenario,
  type ScenarioExchange,
  type ScenarioStep,
} from '../../protocol/scenario.ts';
import type { Json, Outcome, RequestRecord } from '../../protocol/trace.ts';
import { folderFiles } from '../runner/appFiles.ts';
import { readManifestFile } from '../runner/manifestFile.ts';
import { recordedAnswer, recordedRequest } from './recordedHost.ts';
import { runScenario, type ScenarioTools } from './runScenario.ts';
import { secretVariable } from './secrets.ts';

/** @throws SetupProblem where plugin.json cannot be read. */
export async function recordScenario(
  request: RecordRequest,
  tools: ScenarioTools,
): Promise<RecordedScenario> {
  const { calls, run } = request;
  const manifest = await readManifestFile(folderFiles(run.app));
  const text = `${JSON.stringify(scenarioOf(request, manifest), null, 2)}\n`;
  const { app, timeoutSeconds } = run;
  const result = await runScenario({ app, text, timeoutSeconds, environment: {}, isUpdated: true }, tools);
  const recorded = result.updated ?? text;
  return {
    text: recorded,
    remarks: [...differencesOf(recorded, calls), ...remarksOn(request, manifest)],
  };
}

/** Where a call came out differently when it was repeated. */
function differencesOf(text: string, calls: readonly RecordedCall[]): readonly string[] {
  const { steps } = JSON.parse(text) as Scenario;
  let first = 0;
  return calls.flatMap((call) => {
    const { length } = stepsOf(call);
    const of = steps.slice(first, first + length).map(({ expect }) => expect.outcome);
    first += length;
    const { outcome } = call.trace;
    const repeated = isList(call) ? listOutcome(of) : of[0];
    if (repeated === undefined || repeated === outcome || isCutList(call)) return [];
    const what = calls.length === 1 ? 'The run' : call.entryPoint;
    return [
      `${what} was ${outcome}; repeated without a network, at a fixed time, it was ${repeated}. The test expects the latter.`,
    ];
  });
}

/** As the runtime says it of a list. */
function listOutcome(outcomes: readonly (Outcome | undefined)[]): Outcome {
  return outcomes.some((outcome) => outcome === 'failed' || outcome === 'timed-out') ? 'failed' : 'completed';
}

/** Whether the events of a list were run one by one. */
function isList({ entryPoint, input }: RecordedCall): boolean {
  return Array.isArray(input) && lifecycleExport(entryPoint)?.input === 'event';
}

function isCutList(call: RecordedCall): boolean {
  return isList(call) && (call.input as readonly Json[]).length > mostRecordedEvents;
}

function stepsOf(call: RecordedCall): readonly ScenarioStep[] {
  const inputs = isList(call) ? (call.input as readonly Json[]).slice(0, mostRecordedEvents) : [call.input];
  return inputs.map((input) => ({
    call: call.entryPoint,
    ...(input === null ? {} : { input }),
    expect: {},
  }));
}

function scenarioOf(
  { attachments, calls, host, projectId, run }: RecordRequest,
  manifest: Manifest,
): Scenario {
  const secrets = secretsOf(manifest, run);
  const config = manifest.config.flatMap((field): readonly [string, string][] => {
    const value = run.config[field.key];
    const isOwn = value !== undefined && value !== (field.default ?? '') && field.type !== 'attachment';
    return isOwn && field.secret !== true ? [[field.key, value]] : [];
  });
  const requests = requestsOf(calls)
    .filter(({ via }) => via !== 'capture')
    .map(exchangeOf);
  return {
    version: 1,
    ...(run.profile === undefined || run.profile === 'documented' ? {} : { profile: run.profile }),
    clock: calls[0]?.trace.timing.startedAt ?? new Date().toISOString(),
    ...(host === 'local' ? {} : { host }),
    ...(projectId === null || (host === 'local' && projectId === '1') ? {} : { projectId }),
    ...(config.length === 0 ? {} : { config: Object.fromEntries(config) }),
    ...(secrets.length === 0 ? {} : { secrets }),
    ...(Object.keys(attachments).length === 0 ? {} : { attachments }),
    steps: calls.flatMap(stepsOf),
    ...(requests.length === 0 ? {} : { requests }),
  };
}

function requestsOf(calls: readonly RecordedCall[]): readonly RequestRecord[] {
  return calls.flatMap(({ trace }) => trace.requests);
}

/** Those that the run had: an app may do something else without one. */
function secretsOf({ config }: Manifest, run: RecordRequest['run']): readonly string[] {
  return config.flatMap(({ key, secret, type }) =>
    secret === true && type !== 'attachment' && (run.config[key] ?? '') !== '' ? [key] : [],
  );
}

function exchangeOf(record: RequestRecord): ScenarioExchange {
  const { error, method, requestBody, responseBody, responseHeaders, status, url, via } = record;
  const answer =
    status === null
      ? { error: error ?? 'There was no answer.' }
      : recordedAnswer(status, responseHeaders, responseBody ?? '');
  return { ...recordedRequest(via, method, url, requestBody), answer };
}

function remarksOn({ attachments, calls, run }: RecordRequest, manifest: Manifest): readonly string[] {
  const remarks: string[] = [];
  const requests = requestsOf(calls);
  if (calls.some(isCutList)) {
    remarks.push(
      `The test has the first ${mostRecordedEvents} events of the list. The others are not part of it.`,
    );
  }
  const secrets = secretsOf(manifest, run);
  if (secrets.length > 0) {
    const variables = secrets.map(secretVariable).join(', ');
    remarks.push(
      `The values of ${secrets.join(', ')} are secret and not in the file. A stand-in takes their place, or the environment variable ${variables}.`,
    );
  }
  const files = manifest.config.filter(
    ({ key, type }) => type === 'attachment' && attachments[key] === undefined,
  );
  if (files.length > 0) {
    remarks.push(
      `The file of ${files.map(({ key }) => key).join(', ')} is not part of the test. Files inside of the app's folder are: see "attachments".`,
    );
  }
  if (requests.some(({ responseBody }) => isCut(responseBody))) {
    remarks.push('A long answer was recorded in part only. Shorten it in the file so that it is whole.');
  }
  if (requests.some(({ requestBody }) => isCut(requestBody))) {
    remarks.push(
      'A long request was recorded in part only, so the test will not know it again. Let the app send less in it.',
    );
  }
  return remarks;
}

function isCut(body: string | null): boolean {
  return body !== null && wholeLength(body) !== undefined;
}
