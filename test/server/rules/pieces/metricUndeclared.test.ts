import { testRule } from '../../ruleCases.ts';

testRule('metric-undeclared', {
  marks: {
    'metrics that are not exported': `
const metrics = { sent: 'sum' }
export const onEvent = (event, meta) => meta.metrics.sent.increment(1)
                                                   //^^^^ error metric-undeclared: does not export its metrics
`,
    'a kind that is none': `
export const metrics = { sent: 'count' }
                             //^^^^^^^ error metric-undeclared: The kinds are sum, max and min
`,
    'what another kind can': `
export const metrics = { sent: 'sum' }
export const onEvent = (event, meta) => meta.metrics.sent.max(1)
                                                        //^^^ error metric-undeclared: Use increment
`,
    'a metric that is not there': `
export const metrics = { sent: 'sum' }
export function onEvent(event, { metrics }) {
  metrics.sents.increment(1)
        //^^^^^ error metric-undeclared: Did you mean sent?
}`,
  },
  leaves: {
    'metrics of an object that is exported whole': `const plugin = { metrics: { seen: 'sum' }, onEvent: (event, { metrics }) => metrics.seen.increment(1) }; module.exports = plugin`,
    'metrics that PostHog adds': `export const exportEvents = (events, { metrics }) => metrics.events_seen.increment(events.length)`,
    'kinds in capitals': `export const metrics = { sent: 'SUM', most: 'Max' }; export const onEvent = (event, meta) => [meta.metrics.sent.increment(1), meta.metrics.most.max(2)]`,
    'a name that is still to come': `export const onEvent = (event, meta) => {\n  meta.metrics.\n}`,
    'metrics that are there': `export const metrics = { sent: 'sum' }; export const onEvent = (event, meta) => meta.metrics.sent.increment(1)`,
    'metrics that are not known': `export const metrics = load(); export const onEvent = (event, meta) => meta.metrics.sent.increment(1)`,
  },
  fixes: {
    'a kind that is none': [
      `export const metrics = { sent: 'avg' }`,
      'Change to sum',
      `export const metrics = { sent: 'sum' }`,
    ],
    'a metric that is not there': [
      `export const metrics = { sent: 'sum' }\nexport const onEvent = (event, meta) => meta.metrics.largest.max(1)`,
      'Add largest to the Metrics',
      `export const metrics = { sent: 'sum', largest: 'max' }\nexport const onEvent = (event, meta) => meta.metrics.largest.max(1)`,
    ],
    'what another kind can': [
      `export const metrics = { most: 'max' }; export const onEvent = (event, meta) => meta.metrics.most.increment(1)`,
      'Change to max',
      `export const metrics = { most: 'max' }; export const onEvent = (event, meta) => meta.metrics.most.max(1)`,
    ],
  },
});
