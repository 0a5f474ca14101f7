/** Constant expressions about lists, one a line, by what they show. */
export const lists: Readonly<Record<string, string>> = {
  'what lists are made of': `
[1, 2, 3].length
[].length
[1, [2, 3], { a: 4 }]
Array.isArray([])
Array.isArray({ length: 0 })
Array.isArray('ab')
Array.of(7, 8)
Array.of(3).length
Array(3).length
new Array(2).length
new Array(2, 3)
Array('2')
Array.from('héy')
Array.from([1, 2], x => x * 2)
Array.from({ length: 3 })
Array.from({ length: 3 }, (_, i) => i * i)
Array.from({ length: 2, 0: 'a', 1: 'b' })
Array.from(new Set([1, 1, 2]))
Array.from(new Map([['a', 2]]))
Array.from(new Map([['a', 2]]).keys())
Array.from(new Map([['a', 2], ['b', 3]]).values())
Array.from(null ?? [])
[...'ab', ...[1], ...new Set([2])]
[...new Map([['k', 'v']])]
[..."👍a"].length
[,].length
[1, , 2].length
[1, , 2][1] === undefined
1 in [1, , 2]
0 in [1, , 2]
'length' in [1]
typeof []
[1, 2, 3,].length
[[1, 2], [3]].length
`,
  'what reads lists': `
[1, 2, 3].indexOf(2)
[1, 2, 3].indexOf(4)
[1, 2, 1].indexOf(1, 1)
[1, 2, 1].indexOf(1, -1)
['1', 1].indexOf(1)
[NaN].indexOf(NaN)
[1, 2, 1].lastIndexOf(1)
[1, 2, 1].lastIndexOf(1, 1)
[1, 2, 1].lastIndexOf(1, -2)
['a', 'b'].lastIndexOf('c')
[NaN].lastIndexOf(NaN)
[1, 2].includes(2)
[1, 2].includes('2')
[NaN].includes(NaN)
[0].includes(-0)
[1, 2, 3].includes(1, 1)
[1, 2, 3].includes(3, -1)
[NaN, 1].includes(NaN, 1)
[undefined].includes(undefined)
[null].includes(undefined)
[1, , 2].includes(undefined)
[1, , 2].indexOf(undefined)
[1, 2, 3].at(-1)
[1, 2, 3].at(5)
[1, 2, 3].at()
['a', 'b']['1']
['a', 'b'][2]
['a', 'b'][-1]
['a', 'b'][1.5]
[1, 2, 3].join('-')
[1, 2].join()
[].join('x')
[1, null, undefined, 2].join()
['x', null, undefined].join('-')
[1, 2].join(undefined)
[1, 2].join(null)
Array(3).join('x')
[[1, 2], [3]].join(';')
[{}].join()
[true, 1.5, 'a'].join('|')
[1, 2, 3].toString()
[1, [2, 3]].toString()
String([1, null, [2]])
\`\${[1, undefined, 3]}\`
[] + []
[1] + 1
[1, 2, 3].some(x => x > 2)
[].some(() => true)
[1, 2, 3].every(x => x > 1)
[].every(() => false)
[1, 2, 3].find(x => x > 1)
[1, 2, 3].find(x => x > 3)
[1, 2, 3].findIndex(x => x === 3)
[1, 2, 3].findIndex(x => x === 4)
[1, 2, 3].findLast(x => x < 3)
[1, 2, 3, 2].findLastIndex(x => x === 2)
[1, 2, 3].findLastIndex(x => x === 9)
[1, 2, 3].reduce((a, b) => a + b)
[1, 2, 3].reduce((a, b) => a + b, '')
['a', 'b', 'c'].reduce((a, b, i) => a + b + i, '')
['a', 'b', 'c'].reduceRight((a, b) => a + b)
['a', 'b'].reduceRight((a, b, i) => a + b + i, '')
['a', 'b'].map((x, i, all) => x + i + all.length)
['1', '2', '3'].map(Number)
['1', '2', '3'].map(parseInt)
['1', '', '0'].map(Boolean)
[1, 2].map(String)
[1, 2, 3, 4].filter(x => x % 2 === 0)
[0, 'a', null, 1].filter(Boolean)
['a', 'b', 'a'].filter((x, i, all) => all.indexOf(x) === i)
[1, , 2].filter(() => true).length
[1, , 2].map(() => 5).length
(n => { [1, , 2].forEach(() => { n++ }); return n })(0)
[, 1].some(x => x === undefined)
[, 1].every(x => x === 1)
[, 1].find(x => x === undefined) === undefined && [, 1].findIndex(x => x === undefined)
[3, , 4].reduce((a, b) => a + b)
[1, , 2].join('-')
Object.keys([1, , 2])
[1, , 2].flat()
[...[1, , 2]].length
`,
  'copies of lists': `
[1, 2, 3].slice(1)
[1, 2, 3].slice(-2)
[1, 2, 3].slice(0, -1)
[1, 2, 3].slice()
[1, 2, 3].slice(2, 1)
[1, 2, 3].slice(null, 2)
[1, 2].concat(3, [4, 5])
[1].concat([[2]])
[].concat('ab')
[1, [2, [3, [4]]]].flat()
[1, [2, [3, [4]]]].flat(2)
[1, [2, [3, [4]]]].flat(Infinity)
[1, [2, [3]]].flat(0)
[1, 2].flatMap(x => [x, x * 2])
['a b', 'c'].flatMap(x => x.split(' '))
[1, 2].flatMap(x => x)
[1, 2].flatMap(x => [[x]])
[3, 1, 2].toSorted()
[3, 1, 2].toReversed()
[1, 2, 3].with(1, 9)
[1, 2, 3].with(-1, 9)
[1, 2, 3].toSpliced(1, 1)
[1, 2, 3].toSpliced(1, 1, 'a', 'b')
[...['a', 'b'].entries()]
[...['a', 'b'].keys()]
[...['a', 'b'].values()]
Object.keys([7, 8])
Object.values([7, 8])
Object.entries([7])
Object.keys(['x', 'y']).map(Number).includes(1)
Object.entries([7]).flat()
Object.assign([1, 2], [3])
({ ...[7, 8] })
Object.fromEntries([['a', 1], ['b', 2]])
Object.fromEntries([7, 8].entries())
(s => { for (const i in ['a', 'b']) s += i; return s })('')
(s => { for (const [i, x] of ['a', 'b'].entries()) s += i + x; return s })('')
(s => { for (const x of [1, , 2]) s += x; return s })('')
(s => { for (const i in [1, , 2]) s += i; return s })('')
Object.getOwnPropertyNames([7])
Reflect.ownKeys([7])
[7].hasOwnProperty(0)
[7].hasOwnProperty('length')
Object.hasOwn([7], 1)
Object.hasOwn([7], '0')
'0' in [7]
1 in [7]
Array.prototype.slice.call([1, 2, 3], 1)
Array.prototype.concat.apply([], [[1], [2]])
`,
  'what changes lists': `
(a => { a.push(3); return a })([1, 2])
[1].push(2, 3)
[1].unshift(0)
(a => { a.unshift(8, 9); return a })([1, 2])
(a => [a.pop(), a])([1, 2])
[].pop()
(a => [a.shift(), a])([1, 2])
[].shift()
(a => [a.splice(1, 1), a])([1, 2, 3])
(a => [a.splice(1, 0, 'x', 'y'), a])([1, 2])
(a => [a.splice(-1), a])([1, 2, 3])
(a => [a.splice(0), a])([1, 2, 3])
(a => [a.splice(), a])([1, 2])
[3, 1, 2].sort()
[10, 9, 1].sort()
[10, 9, 1].sort((a, b) => a - b)
['b', 'a', 'C'].sort()
[3, undefined, 1].sort()
['b', 'a'].sort((a, b) => a.localeCompare(b))
[{ n: 2 }, { n: 1 }].sort((a, b) => a.n - b.n)
[true, false].sort()
[1, 2, 3].reverse()
(a => { a.reverse(); return a[0] })([1, 2])
[1, 2, 3].fill(0)
(a => { a.fill(0, 1); return a })([1, 2, 3])
[1, 2, 3].fill(0, 1, 2)
[1, 2, 3].fill(0, -1)
Array(3).fill('x')
new Array(2).fill().length
[1, 2, 3, 4].copyWithin(0, 2)
[1, 2, 3, 4, 5].copyWithin(0, 3, 4)
(a => { a.length = 1; return a })([1, 2, 3])
(a => { a.length = 0; return a })([1, 2, 3])
(a => { a.length = 3; return a.length })([1])
(a => { delete a[0]; return a[0] === undefined })([1, 2])
(a => { delete a[0]; return a.length })([1, 2])
(a => { delete a[0]; return 0 in a })([1, 2])
(a => { a[2] = 3; return a.length })([1, 2])
(a => { a[3] = 3; return a.length })([1, 2])
(a => { a[3] = 3; return a[2] === undefined })([1, 2])
(a => { a.tag = 1; return a.length + a.tag })([1, 2])
(a => { a.tag = 1; return Object.keys(a) })([7])
(a => { const b = a; b.push(1); return a.length })([])
(a => { const b = [...a]; b.push(1); return a.length })([])
(i => { const a = []; a[i++] = i++; return a })(0)
(a => { [a[0], a[1]] = [a[1], a[0]]; return a })([1, 2])
(a => { for (const x of a) if (a.length < 4) a.push(x + 1); return a })([1])
(a => { a.push(a.shift()); return a })([1, 2, 3])
Object.freeze([1])[0]
Object.isFrozen(Object.freeze([1]))
`,
};
