/** The file of a run: its JSON, shortened where it would be very large. */
import { cutText } from '../../../protocol/cutText.ts';
import type { Trace } from '../../../protocol/trace.ts';
import type { ChainRecord } from './chainRecord.ts';
import type { RunRecord } from './runRecord.ts';

/** Characters. */
const longestFile = 12_000_000;
const longestBody = 20_000;
const mostLogs = 1_000;

const notice = `This run was too large to be kept whole: of long bodies and log lines the beginning is left, and of the log lines the first ${mostLogs.toLocaleString('en')}.`;

export function recordText(record: RunRecord): string {
  const text = JSON.stringify(record);
  if (text.length <= longestFile) return text;
  const cut = JSON.stringify({ ...record, trace: shortened(record.trace) });
  if (cut.length <= longestFile) return cut;
  const { report: _, ...rest } = record;
  return JSON.stringify({ ...rest, input: null, trace: withoutData(record.trace) });
}

/** The same for a chain: where it would be very large, its runs are shortened as those of their own are. */
export function chainText(chain: ChainRecord): string {
  const text = JSON.stringify(chain);
  if (text.length <= longestFile) return text;
  const cut = { ...chain, steps: chain.steps.map((step) => ({ ...step, trace: shortened(step.trace) })) };
  const shorter = JSON.stringify(cut);
  if (shorter.length <= longestFile) return shorter;
  const steps = chain.steps.map((step) => ({ ...step, input: null, trace: withoutData(step.trace) }));
  return JSON.stringify({ ...chain, input: null, steps });
}

function shortened(trace: Trace): Trace {
  return {
    ...trace,
    requests: trace.requests.map((request) => ({
      ...request,
      requestBody: cutBody(request.requestBody),
      responseBody: cutBody(request.responseBody),
    })),
    logs: trace.logs
      .slice(0, mostLogs)
      .map((log) => ({ ...log, message: cutText(log.message, longestBody) })),
    hops: trace.hops.map((hop) => ({ ...hop, properties: {}, isCut: true })),
    notices: [...(trace.notices ?? []), notice],
  };
}

/** What is left of a run whose events alone are too large. */
function withoutData(trace: Trace): Trace {
  return {
    ...shortened(trace),
    result: null,
    events: [],
    captured: [],
    hops: [],
    storage: [],
    cache: [],
    jobs: [],
    requests: [],
    logs: [],
    notices: [...(trace.notices ?? []), 'This run was too large to be kept: only its outcome is left.'],
  };
}

function cutBody(text: string | null): string | null {
  return text === null ? null : cutText(text, longestBody);
}
