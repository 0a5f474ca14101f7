import { testRule } from '../../ruleCases.ts';

testRule('team-id', {
  marks: {
    'a copy that is returned': `
export function processEvent(event) {
  const copy = { ...event }
  copy.team_id = 7
//^^^^^^^^^^^^ error team-id: another project
  return copy
}
`,
    'a copy that a helper returns': `
const move = (event, team) => {
  const copy = Object.assign({}, event)
  copy['team_id'] = team
//^^^^^^^^^^^^^^^ error team-id: another project
  return copy
}
export const processEvent = (event, meta) => move(event, Number(meta.config.team))
`,
    'a copy': `
export const processEvent = (event) => ({ ...event, team_id: 7 })
                                                  //^^^^^^^^^^ error team-id: another project
`,
    'Object.assign': `
export function processEvent(event) {
  return Object.assign(event, { team_id: 7 })
                              //^^^^^^^^^^ error team-id: Remove this line
}`,
    'a helper': `
const move = (e) => { e.team_id = 7 }
                    //^^^^^^^^^ error team-id: Remove this line
export function processEvent(event) { move(event); return event }
`,
    'an assignment': `
export function processEvent(event) {
  event.team_id = 2
//^^^^^^^^^^^^^ error team-id: Remove this line
  return event
}`,
    'an assignment to a part that was taken out': `
export function processEvent(event) {
  const copy = event
  copy['team_id'] = 2
//^^^^^^^^^^^^^^^ error team-id: cannot move an event
  return copy
}`,
  },
  leaves: {
    'a copy in a variable that is sent to another place': `
export async function processEvent(event) {
  const copy = { ...event }
  copy.team_id = 7
  await fetch('https://example.com', { method: 'POST', body: JSON.stringify(copy) })
  return event
}
`,
    'a project that is put back': `export const processEvent = (event) => { const { team_id } = event; Object.assign(event, clean(event)); event.team_id = team_id; return event }; const clean = (e) => e`,
    'a copy that is sent to another place': `export function processEvent(event) { log({ ...event, team_id: 7 }); return { ...event, team_id: event.team_id } }`,
    'Object.assign to another object': `export function processEvent(event) { log(Object.assign({}, event, { team_id: 7 })); return event }`,
    'reading it': `export function processEvent(event) { console.log(event.team_id); return event }`,
    'another object': `export function processEvent(event) { const row = {}; row.team_id = 1; return event }`,
    'a property of that name': `export function processEvent(event) { event.properties.team_id = 1; return event }`,
  },
});
