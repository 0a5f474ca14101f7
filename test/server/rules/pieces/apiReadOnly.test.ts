import { testRule } from '../../ruleCases.ts';

testRule('api-read-only', {
  marks: {
    'a path with a piece that is not known': `
export const send = (project) => posthog.api.post(\`api/projects/\${project}/events\`, { data: { event: 'x' } })
                                                //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning api-read-only: lists them at most
export const runEveryHour = ({ config }) => send(config.id)
`,
    'a post to the list of events': `
export const onEvent = () => posthog.api.post('/api/event', { data: { event: 'a' } })
                                            //^^^^^^^^^^^^ warning api-read-only: Use posthog.capture
`,
    'a post to the events of a project, and to what does not exist': `
export async function onEvent() {
  await posthog.api.post('/api/projects/@current/events/', { data: {} })
                       //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning api-read-only: takes no events here
  await posthog.api.post('api/projects/2/capture/', { data: {} })
                       //^^^^^^^^^^^^^^^^^^^^^^^^^ warning api-read-only: takes no events here
}`,
  },
  leaves: {
    'another endpoint behind such a piece': `
export const runEveryHour = ({ config }) => posthog.api.post(\`api/projects/\${config.id}/annotations\`, { data: {} })
`,
    'reading events': `export const f = () => posthog.api.get('/api/projects/@current/events/')`,
    'other endpoints': `export const f = () => posthog.api.post('/api/projects/@current/annotations/', { data: {} })`,
    ingestion: `export const f = () => posthog.api.post('/capture/', { data: {} })`,
    'definitions of events': `export const f = () => posthog.api.patch('/api/projects/1/event_definitions/3/', { data: {} })`,
  },
});
