import { testRule } from '../../ruleCases.ts';

testRule('metric-undeclared', {
  marks: {
    'a metric that is not there': `
export const metrics = { sent: 'sum' }
export function onEvent(event, { metrics }) {
  metrics.sents.increment(1)
        //^^^^^ error metric-undeclared: Did you mean sent?
}`,
  },
  leaves: {
    'a name that is still to come': `export const onEvent = (event, meta) => {\n  meta.metrics.\n}`,
    'metrics that are there': `export const metrics = { sent: 'sum' }; export const onEvent = (event, meta) => meta.metrics.sent.increment(1)`,
    'metrics that are not known': `export const metrics = load(); export const onEvent = (event, meta) => meta.metrics.sent.increment(1)`,
  },
});
