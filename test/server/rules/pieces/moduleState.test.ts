import { testRule } from '../../ruleCases.ts';

testRule('module-state', {
  marks: {
    'a counter': `
let count = 0
  //^^^^^ hint module-state: several threads
export function onEvent() {
  count += 1
}`,
  },
  leaves: {
    'constants and local variables': `const a = 1; export function onEvent() { let b = a; b += 1 }`,
    'a value that is kept once it is there': `let client; export function onEvent() { client ??= connect() }`,
    'a value that is put together at the top': `let names = []; names = names.concat('a'); export function onEvent() { return names }`,
  },
});
