import { testRule } from '../../ruleCases.ts';

testRule('team-id', {
  marks: {
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
    'reading it': `export function processEvent(event) { console.log(event.team_id); return event }`,
    'another object': `export function processEvent(event) { const row = {}; row.team_id = 1; return event }`,
    'a property of that name': `export function processEvent(event) { event.properties.team_id = 1; return event }`,
  },
});
