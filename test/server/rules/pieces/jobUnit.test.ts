import { testRule } from '../../ruleCases.ts';

testRule('job-unit', {
  marks: {
    'months of a constant, of one side of a choice, and taken apart': `
const delay = { count: 1, unit: 'months' }
const { unit } = delay
export const onEvent = (event, { jobs }) => {
  jobs.remind(event).runIn(delay.count, delay.unit)
                                      //^^^^^^^^^^ warning job-unit: 210 days
  jobs.remind(event).runIn(1, event.x ? 'months' : 'days')
                                      //^^^^^^^^ warning job-unit: 210 days
  jobs.remind(event).runIn(1, unit)
                            //^^^^ warning job-unit: 210 days
}
`,
    months: `
export const onEvent = (event, meta) => meta.jobs.remind(event).runIn(1, 'months')
                                                                       //^^^^^^^^ warning job-unit: 210 days
`,
    'a unit that is none': `
export const onEvent = (event, meta) => meta.jobs.remind(event).runIn(1, 'mins')
                                                                       //^^^^^^ warning job-unit: does not know the unit mins
`,
  },
  leaves: {
    'a unit of an object that changes': `
const delay = { unit: 'months' }
export function setupPlugin({ config }) { delay.unit = config.unit }
export const onEvent = (event, { jobs }) => jobs.remind(event).runIn(1, delay.unit)
`,
    'a scheduler of the app': `class Plan { runIn() { return this } }; export const onEvent = () => new Plan().runIn(1, 'months').runIn(2, 'fortnights')`,
    'units, also without s': `export const onEvent = (event, meta) => [meta.jobs.a().runIn(1, 'day'), meta.jobs.a().runIn(1, 'minutes')]`,
    'a unit that is not known': `export const onEvent = (event, meta) => meta.jobs.a().runIn(1, meta.config.unit)`,
  },
  fixes: {
    months: [
      `export const onEvent = (event, meta) => meta.jobs.a(event).runIn(2, 'months')`,
      'Give the Delay in Days',
      `export const onEvent = (event, meta) => meta.jobs.a(event).runIn(60, 'days')`,
    ],
    'a slip of the pen': [
      `export const onEvent = (event, meta) => meta.jobs.a(event).runIn(2, 'minuts')`,
      'Change to minutes',
      `export const onEvent = (event, meta) => meta.jobs.a(event).runIn(2, 'minutes')`,
    ],
  },
});
