/** Apps whose event flow is told as text. */
import { eventFlowText } from '../../../../protocol/eventFlowText.ts';
import { workspaceFlow } from '../../../../server/analysis/workspaceFlow.ts';
import { appOf } from '../../check.ts';

/** Apps by name, each with the code of its index.js. */
export function textOf(apps: Readonly<Record<string, string>>): string {
  const graph = workspaceFlow(
    Object.entries(apps).map(([name, code]) => ({
      name,
      program: appOf(
        new Map([
          ['/plugin.json', '{ "config": [] }'],
          ['/index.js', code],
        ]),
      ),
    })),
  );
  return eventFlowText(graph, (uri) => uri.slice(uri.lastIndexOf('/') + 1));
}

/** Answers the event of {@link pong}. */
export const ping = `export const onEvent = (event) => {
  if (event.event === 'pong') return posthog.capture('ping')
}`;
/** Answers that of {@link ping}, by a job. */
export const pong = `export const onEvent = (event, { jobs }) => {
  if (event.event === 'ping') return jobs.answer({}).runNow()
}
export const jobs = {
  answer: async () => posthog.capture('pong'),
}`;
