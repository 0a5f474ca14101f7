/** Constant expressions about numbers, comparisons, conversions and dates, one a line, by what they show. */
export const numbers: Readonly<Record<string, string>> = {
  numbers: `
0.1 + 0.2
1 / 0
-1 / 0
0 / 0
5 % 3
-5 % 3
5.5 % 2
2 ** 10
(-8) ** (1 / 3)
7 / 2 | 0
~~-7.9
~5
1 << 5
-1 >>> 0
-9 >> 1
5 & 3
5 | 3
5 ^ 3
0xff
0b101
1_000
.5 + 1.
1e3
-0 === 0
1 / -0
Object.is(0, -0)
Object.is(-0, -0)
Object.is(NaN, NaN)
Object.is('a', 'a')
Object.is(1, '1')
NaN === NaN
NaN !== NaN
Number('12')
Number(' 12 ')
Number('')
Number('1a')
Number(null)
Number(undefined)
Number(true)
Number([])
Number([5])
Number([1, 2])
Number({})
Number('0x1f')
Number('1e3')
Number()
Number(new Date(5))
+'3'
+''
+[]
+{}
+true
-'3'
- - 1
parseInt('42px')
parseInt('101', 2)
parseInt('ff', 16)
parseInt('0x1f')
parseInt('0x1f', 16)
parseInt('0x1f', 10)
parseInt('08')
parseInt('08', 10)
parseInt('')
parseInt('z', 36)
parseInt('9', 8)
parseInt(null)
parseInt(null, 36)
parseInt('1.9')
parseInt(1e21)
parseInt('7', 0)
parseInt('7', 1)
parseInt('7', 37)
parseInt('11', '2')
parseInt([12, 3])
parseInt(' 5')
Number.parseInt('11', 2)
parseFloat('3.14abc')
parseFloat('.5')
parseFloat('abc')
parseFloat('1e2x')
Number.parseFloat('-1.5')
isNaN('abc')
isNaN('1')
isNaN(undefined)
isNaN([])
Number.isNaN('abc')
Number.isNaN(NaN)
isFinite('5')
Number.isFinite('5')
Number.isFinite(1 / 0)
Number.isInteger(5.0)
Number.isInteger(5.5)
Number.isSafeInteger(2 ** 53)
Number.MAX_SAFE_INTEGER
Number.EPSILON > 0
Number.MIN_VALUE > 0
Number.POSITIVE_INFINITY
(255).toString(16)
(5).toString(2)
(1.005).toFixed(2)
(1234.5).toFixed()
(0).toFixed(2)
(123.456).toPrecision(4)
(12345).toExponential(2)
(5).valueOf()
(25).toString(36)
1.0.toString()
(1e21).toString()
(-1.5).toFixed(0)
typeof (5).toString()
Math.max(1, 3, 2)
Math.max()
Math.min()
Math.max(1, NaN)
Math.max('3', 2)
Math.max(...[1, 5])
Math.min(1, undefined)
Math.max([4])
Math.round(2.5)
Math.round(-2.5)
Math.round(-0.2)
Math.floor(-1.5)
Math.ceil(1.2)
Math.trunc(-1.9)
Math.sign(-3)
Math.abs('-4')
Math.abs(null)
Math.pow(2, 3)
Math.sqrt(16)
Math.cbrt(27)
Math.hypot(3, 4)
Math.log2(8)
Math.log10(1000)
Math.floor('7.9')
Math.floor(undefined)
Math.PI > 3.14
Math.E > 3
Math.atan2(0, 1)
Math.clz32(1)
Math.fround(5.5)
Math.imul(3, 4)
10n + 5n
10n === 10n
typeof 1n
2n > 1
1n == 1
BigInt(5) === 5n
Number(5n)
String(5n)
`,
  comparisons: `
null == undefined
null === undefined
null == 0
null >= 0
null > 0
undefined == 0
undefined >= undefined
'' == 0
'1' == 1
'a' == 'a'
true == 1
true == '1'
'true' == true
false == '0'
false == null
NaN == NaN
[] == false
[] == ''
[] == 0
[0] == false
[1] == 1
[1, 2] == '1,2'
['a'] == 'a'
[] == []
[] === []
({}) == '[object Object]'
({}) == ({})
({}) == true
({ valueOf: () => 3 }) == 3
({ toString: () => 'x' }) == 'x'
(o => o == o)({})
[] == null
({}) == undefined
[] > 0
[2] > 1
[1, 2] > 1
'b' > 'a'
'2' > 1
'a' > 1
null + 1
undefined + 1
true + true
[] + {}
[] * 2
[3] * 2
'5' - 2
'5' + 2
'5' - - '2'
null + 'a'
1 < 2 < 3
3 > 2 > 1
({ valueOf: () => 2 }) * 3
({ valueOf: () => 2 }) + 'a'
\`\${{ toString: () => 'q', valueOf: () => 2 }}\`
({ toString: () => '4' }) - 1
({ [Symbol.toPrimitive]: h => (h === 'number' ? 1 : 'x') }) + ''
+{ [Symbol.toPrimitive]: h => (h === 'number' ? 1 : 'x') }
!![]
!!''
!!'0'
!!'false'
!!NaN
!!-0
!!{}
!!(() => 0)
!!0n
Boolean('')
Boolean([])
Boolean(new Boolean(false))
null ?? 'd'
0 ?? 'd'
'' || 'd'
0 || null
'a' && 'b'
0 && 'b'
null || undefined
undefined ?? null
false ?? true
(a => { a ??= 2; return a })(null)
(a => { a ||= 2; return a })(0)
(a => { a &&= 2; return a })(1)
(a => [a++, a, ++a, a--, a])(1)
(a => { a += 'x'; return a })(1)
(a => { a **= 3; return a })(2)
(a => a++ + a)('5')
(a => { a++; return a })('x')
typeof null
typeof undefined
typeof undeclared
typeof (() => 1)
typeof class {}
typeof NaN
typeof true
typeof Symbol()
typeof Symbol.iterator
typeof new Date()
typeof new Number(1)
typeof Object(1)
void 0
(1, 2)
true ? 1 : 2
'a' instanceof String
[] instanceof Array
[] instanceof Object
(() => 1) instanceof Function
new Date() instanceof Date
({}) instanceof Object
Object.create(null) instanceof Object
new (class A {})() instanceof Object
Symbol('x').description
String(Symbol('x'))
Symbol('x').toString()
Symbol('a') === Symbol('a')
Symbol.for('a') === Symbol.for('a')
Symbol.for('a') === Symbol('a')
Symbol.keyFor(Symbol.for('a'))
(s => ({ [s]: 1 })[s])(Symbol('k'))
(s => Object.keys({ [s]: 1, a: 2 }))(Symbol('k'))
(s => s in { [s]: 1 })(Symbol('k'))
(s => JSON.stringify({ [s]: 1 }))(Symbol('k'))
(s => ({ ...{ [s]: 1 } })[s])(Symbol('k'))
Reflect.ownKeys({ a: 1, [Symbol('s')]: 2 }).length
Object.getOwnPropertySymbols({ a: 1, [Symbol('s')]: 2 }).length
typeof Symbol.for('x')
(s => s === 'a')(Symbol('a'))
(s => typeof s === 'string')(Symbol('a'))
`,
  dates: `
new Date(0).getTime()
new Date(0).toISOString()
new Date('2024-01-02').getTime()
new Date('2024-01-02T03:04:05Z').toISOString()
new Date('2024-01-02').toISOString().slice(0, 10)
Date.parse('1970-01-01')
Date.UTC(2020, 0, 1)
new Date(Date.UTC(2020, 1, 3)).getUTCDate()
new Date('2024-01-02').getUTCFullYear()
new Date('2024-01-02').getUTCDay()
+new Date(5)
new Date(5).valueOf()
new Date('nope').getTime()
isNaN(new Date('nope'))
Number.isNaN(Date.parse('x'))
new Date(2) > new Date(1)
new Date(2) - new Date(1)
new Date(0) < new Date('2024-01-01')
new Date('2024-01-01') < new Date('2024-06-01')
new Date(new Date(7)).getTime()
JSON.stringify({ d: new Date(0) })
new Date(0).toJSON()
new Date('2024-02-30').getTime() > 0 || 'bad'
Date.now() < 1000
Date.now() > 1000
typeof Date.now()
typeof Date()
new Date() > new Date(0)
new Date(8.64e15 + 1).getTime()
Object.prototype.toString.call(new Date(0))
(d => { d.setUTCDate(5); return d.getUTCDate() })(new Date(0))
(d => { d.setTime(9); return d.getTime() })(new Date(0))
new Date(1e12).getUTCMonth()
`,
};
