/** One call of an app through the gate, as the tests of networks make it. */
import type { HostAccess, NetworkSettings } from '../../../protocol/runtime.ts';
import type { AskedRequest } from '../../../protocol/sandbox.ts';
import type { RequestRecord } from '../../../protocol/trace.ts';
import { Gate, type GateAnswer } from '../../../runtime/gate/gate.ts';
import { LocalHost } from '../../../runtime/localHost/localHost.ts';
import { TraceBuilder } from '../../../runtime/runner/traceBuilder.ts';
import { personalKey, projectKey } from './server.ts';

export interface Result {
  readonly row: RequestRecord;
  readonly answer: GateAnswer;
}

interface Given extends Partial<HostAccess> {
  readonly path?: string;
  /** In the place of the call, or parts of it. */
  readonly asked?: Partial<Extract<AskedRequest, { via: 'api' }>> | Extract<AskedRequest, { via: 'fetch' }>;
}

/** `posthog.api.get('/api/x')` through the gate, and the row that it leaves. */
export async function ask(
  origin: string,
  network: NetworkSettings = {},
  limits: object = {},
  { path = 'api/x', asked: parts = {}, ...ofAccess }: Given = {},
): Promise<Result> {
  const access: HostAccess = {
    host: { kind: 'custom', api: origin, ingestion: origin },
    projectId: '42',
    projectApiKey: projectKey,
    personalApiKeys: { [origin]: personalKey },
    mode: 'live',
    network,
    ...ofAccess,
  };
  const gate = new Gate({
    access,
    profile: 'documented',
    localHost: new LocalHost(42, 'Project'),
    consent: () => Promise.resolve(true),
    ...limits,
  });
  const asked = {
    via: 'api',
    method: 'GET',
    path,
    host: null,
    query: [],
    body: null,
    headers: {},
    projectApiKey: null,
    personalApiKey: null,
    ...parts,
  } as AskedRequest;
  const trace = new TraceBuilder(gate);
  const cause = { entryPoint: 'onEvent', source: null };
  const answer = await gate.perform(asked, cause, trace, new AbortController().signal);
  const [row] = trace.finish('completed', null).requests;
  if (row === undefined) throw new Error('There is no row.');
  return { row, answer };
}
