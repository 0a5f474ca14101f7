import { testRule } from '../../ruleCases.ts';

testRule('console-method', {
  marks: {
    'the console of the global object': `
export const onEvent = () => global.console.count('a')
                                          //^^^^^ error console-method: has no count
`,
    'a method that is taken out and called': `
const { table } = console
      //^^^^^ error console-method: has no table
export const onEvent = (event) => table([event])
`,
    'a table': `
export const onEvent = (event) => console.table([event])
                                        //^^^^^ error console-method: Use console.log(rows)
`,
    'a method that was taken out': `
const { time } = console
export const onEvent = () => console['timeEnd']('a')
                                   //^^^^^^^^^ error console-method: has no timeEnd
`,
  },
  leaves: {
    'methods that are asked for': `export const f = (r) => { if (typeof console.table === 'function') console.table(r); console.time?.('x'); return console.trace && console.trace() }`,
    'the methods that there are': `export const onEvent = () => [console.log(1), console.info(1), console.warn(1), console.error(1), console.debug(1)]`,
    'optional chaining': `export const onEvent = () => console?.table?.([])`,
    'another console': `export const onEvent = (event, meta) => { const console = meta.console; console.table([]) }`,
  },
  fixes: {
    'a table': [
      `export const onEvent = (event) => console.table([event])`,
      'Use console.log',
      `export const onEvent = (event) => console.log([event])`,
    ],
  },
});
