/** Makes a scenario of a run: what it was given and answered, and what came out when that was repeated. */
import type { Manifest } from '../../platform/manifest.ts';
import { wholeLength } from '../../protocol/cutText.ts';
import type { RecordedScenario, RecordRequest, Scenario, ScenarioExchange } from '../../protocol/scenario.ts';
import type { RequestRecord, Trace } from '../../protocol/trace.ts';
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
  const { run, trace } = request;
  const manifest = await readManifestFile(folderFiles(run.app));
  const text = `${JSON.stringify(scenarioOf(request, manifest), null, 2)}\n`;
  const { app, timeoutSeconds } = run;
  const result = await runScenario({ app, text, timeoutSeconds, environment: {}, isUpdated: true }, tools);
  const recorded = result.updated ?? text;
  return {
    text: recorded,
    remarks: [...differenceOf(recorded, trace), ...remarksOn(request, manifest, trace.requests)],
  };
}

function differenceOf(text: string, { outcome }: Trace): readonly string[] {
  const repeated = (JSON.parse(text) as Scenario).steps[0]?.expect.outcome;
  if (repeated === undefined || repeated === outcome) return [];
  return [
    `The run was ${outcome}; repeated without a network, at a fixed time, it was ${repeated}. The test expects the latter.`,
  ];
}

function scenarioOf(
  { attachments, host, projectId, run, trace }: RecordRequest,
  manifest: Manifest,
): Scenario {
  const secrets = secretsOf(manifest, run);
  const config = manifest.config.flatMap((field): readonly [string, string][] => {
    const value = run.config[field.key];
    const isOwn = value !== undefined && value !== (field.default ?? '') && field.type !== 'attachment';
    return isOwn && field.secret !== true ? [[field.key, value]] : [];
  });
  const requests = trace.requests.filter(({ via }) => via !== 'capture').map(exchangeOf);
  return {
    version: 1,
    ...(run.profile === undefined || run.profile === 'documented' ? {} : { profile: run.profile }),
    clock: trace.timing.startedAt,
    ...(host === 'local' ? {} : { host }),
    ...(projectId === null || (host === 'local' && projectId === '1') ? {} : { projectId }),
    ...(config.length === 0 ? {} : { config: Object.fromEntries(config) }),
    ...(secrets.length === 0 ? {} : { secrets }),
    ...(Object.keys(attachments).length === 0 ? {} : { attachments }),
    steps: [{ call: run.entryPoint, ...(run.input === null ? {} : { input: run.input }), expect: {} }],
    ...(requests.length === 0 ? {} : { requests }),
  };
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

function remarksOn(
  { attachments, run }: RecordRequest,
  manifest: Manifest,
  requests: readonly RequestRecord[],
): readonly string[] {
  const remarks: string[] = [];
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
