/** Constant expressions about texts and patterns, one a line, by what they show. */
export const texts: Readonly<Record<string, string>> = {
  'methods of texts': `
'abc'.length
'abc'[1]
'abc'[3]
'abc'['length']
'abc'.at(-1)
'abc'.at(9)
'abc'.charAt(1)
'abc'.charAt(9)
'abc'.charCodeAt(0)
'abc'.charCodeAt(9)
'a👍'.codePointAt(1)
'👍'.length
'abc'.slice(1)
'abc'.slice(-2, -1)
'abc'.slice(2, 1)
'abc'.substring(2, 0)
'abc'.substring(-1, 2)
'abc'.substr(-2, 1)
'abcabc'.indexOf('c')
'abcabc'.indexOf('c', 3)
'abc'.indexOf('')
'abc'.indexOf('z')
'abcabc'.lastIndexOf('a')
'abcabc'.lastIndexOf('a', 2)
'abc'.includes('bc')
'abc'.includes('a', 1)
'abc'.includes('')
'abc'.startsWith('b', 1)
'abc'.endsWith('b', 2)
'null'.includes(null)
'aBc'.toUpperCase()
'ÄB'.toLowerCase()
'  a '.trim()
'  a '.trimStart()
'  a '.trimEnd()
'\\n\\t a'.trim()
'ab'.repeat(3)
'ab'.repeat(0)
'5'.padStart(3, '0')
'5'.padEnd(3)
'abc'.padStart(2, 'x')
'5'.padStart(6, 'ab')
'a'.concat('b', 1, null)
'a,b,c'.split(',')
'abc'.split('')
'abc'.split()
''.split(',')
''.split('')
'a,b,c'.split(',', 2)
'a1b2'.split(/\\d/)
'a1b'.split(/(\\d)/)
'a, b ,c'.split(/\\s*,\\s*/)
'aXbX'.replace('X', '-')
'aXbX'.replaceAll('X', '-')
'abc'.replace('b', '$&$&')
'abc'.replace('b', "$'")
'abc'.replace('b', '$$')
'abc'.replace('b', x => x.toUpperCase())
'abcb'.replaceAll('b', (x, i) => i)
'abc'.replace('z', 'y')
'abc'.replace('', '_')
'a'.localeCompare('b')
'b'.localeCompare('a')
'a'.localeCompare('a')
'e\\u0301'.normalize().length
'abc'.valueOf()
'abc'.toString()
String(12)
String(null)
String(undefined)
String(true)
String({})
String([1, [2]])
String()
String(-0)
String(1e21)
String(() => 1).length > 0
'a' < 'b'
'B' < 'a'
'10' < '9'
'10' < 9
'a' + 1 + 2
1 + 2 + 'a'
'' + null + undefined
'3' * '4'
'a' * 1
\`\${1 + 1}-\${'x'}\`
\`\${{}}\`
\`\${null} \${undefined}\`
'a' in { a: 1 }
typeof 'a'
typeof String(1)
String.raw\`a\\n\${1}\`
String.fromCharCode(97, 98)
String.fromCodePoint(128077)
'abc'.split('').reverse().join('')
'hello world'.split(' ').map(w => w[0].toUpperCase() + w.slice(1)).join(' ')
'a-b_c'.split('-').flatMap(x => x.split('_'))
[...'abc'].sort((a, b) => (a < b ? 1 : -1)).join('')
'abc' === 'ab' + 'c'
'a'.codePointAt() === 'a'.charCodeAt()
'abc'.hasOwnProperty('length')
Object.keys('ab')
Object.entries('ab')
Object.values('ab')
({ ...'ab' })
({ ...null, ...undefined, ...1, ...true })
Object.assign({}, 'ab', null, [9])
(s => { for (const i in 'ab') s += i; return s })('')
(s => { for (const c of 'ab') s += c + '.'; return s })('')
`,
  patterns: `
/a/.test('cat')
/^a/.test('cat')
/A/i.test('cat')
/a.c/s.test('a\\nc')
/^b/m.test('a\\nb')
/\\bcat\\b/.test('a cat!')
/^[\\w-]+$/.test('a-b_1')
/\\d{2,3}/.exec('a1234')[0]
/(\\d)(x)?/.exec('a1')
/(?<y>\\d+)-(?<m>\\d+)/.exec('2024-05').groups.m
/(?<y>\\d+)/.exec('ab')
/b/.exec('abc').index
/b/.exec('abc').input
'a1b22'.match(/\\d+/)[0]
'a1b22'.match(/\\d+/g)
'abc'.match(/x/)
'abc'.match(/x/g)
'abc'.match('b')[0]
'abc'.search(/c/)
'abc'.search(/x/)
[...'a1b2'.matchAll(/[a-z](\\d)/g)].map(m => m[1])
'a1b2'.replace(/\\d/, '#')
'a1b2'.replace(/\\d/g, '#')
'a1b2'.replaceAll(/\\d/g, d => d * 2)
'john smith'.replace(/(\\w+) (\\w+)/, '$2 $1')
'a1'.replace(/(?<d>\\d)/, '[$<d>]')
'aB'.replace(/[A-Z]/g, c => '_' + c.toLowerCase())
'abc'.replace(/(?=b)/, '-')
/a/g.flags
/a+/.source
/a/gi.global
/a/.global
/a/i.ignoreCase
String(/a/g)
/a/g.toString()
(r => [r.test('aa'), r.test('aa'), r.test('aa')])(/a/g)
(r => { r.test('aa'); return r.lastIndex })(/a/g)
(r => [r.exec('ab')?.[0], r.exec('ab')])(/a/g)
(r => { let n = 0; while (r.exec('aXbX')) n++; return n })(/X/g)
(r => { r.test('aa'); r.lastIndex = 0; r.test('aa'); return r.test('aa') })(/a/g)
(r => [r.test('aa'), r.test('aa'), r.test('aa')])(/a/)
(r => [r.test('ba'), r.test('ab'), r.test('ab')])(/a/y)
(r => ['a', 'a', 'a'].filter(x => r.test(x)).length)(/a/g)
(r => { r.test('a'); return 'aa'.replace(r, 'b') })(/a/g)
(r => { 'aa'.match(r); return r.lastIndex })(/a/g)
(() => { let n = 0; for (const x of ['a', 'a']) if (/a/g.test(x)) n++; return n })()
new RegExp('a+b').test('aab')
new RegExp('A', 'i').test('a')
new RegExp('a/b').source
new RegExp(/a/g, 'i').flags
(() => { try { return new RegExp('[').source } catch (e) { return e.name } })()
/a/ instanceof RegExp
typeof /a/
/a|b/.exec('b')[0]
/[^a]/.test('a')
/^$/.test('')
/undefined/.test()
/null/.test(null)
/1/.test(21)
/^.$/u.test('👍')
/^.$/.test('👍')
`,
  'addresses and codes': `
encodeURIComponent('a b&c/d')
encodeURI('a b&c/d?e=f#g')
encodeURI('a&b c')
decodeURIComponent('a%20b%26')
decodeURI('a%20b%26')
encodeURIComponent('é')
(() => { try { return decodeURIComponent('%') } catch (e) { return e.name } })()
new URL('https://e.com/a/b?x=1#h').pathname
new URL('https://e.com/a?x=1').searchParams.get('x')
new URL('https://e.com/a?x=1').searchParams.get('y')
new URL('https://e.com/?a=1&a=2').searchParams.get('a')
(u => { u.searchParams.set('a', 'b'); return u.searchParams.get('a') })(new URL('https://e.com/?a=1'))
new URL('/b', 'https://e.com/a').href
new URL('https://E.com').hostname
new URL('https://e.com:8080/').port
escape('a b')
JSON.stringify('a"b')
JSON.stringify({ a: 1, b: [true, null] })
JSON.stringify([1, 'a', undefined, () => 1])
JSON.stringify({ a: undefined, b: 1 })
JSON.stringify(undefined)
JSON.stringify(null)
JSON.stringify(NaN)
JSON.stringify({ a: NaN, b: Infinity })
JSON.stringify([])
JSON.stringify({})
JSON.stringify({ b: 1, a: 2 })
JSON.stringify({ 2: 'x', 1: 'y' })
JSON.stringify({ a: 1, b: 2 }, ['a'])
JSON.stringify({ a: 1 }, (k, v) => (k === 'a' ? 5 : v))
JSON.stringify([1], null, 2)
JSON.stringify({ toJSON: () => 7 })
JSON.stringify(new Map([[1, 2]]))
JSON.stringify(new Date(0))
JSON.stringify({ a: { b: { c: 'd' } } })
JSON.stringify('\\u2028').length
JSON.parse('{"a":[1,{"b":null}]}')
JSON.parse('"x"')
JSON.parse('1e3')
JSON.parse(' [1 , 2] ')
JSON.parse('null')
JSON.parse(JSON.stringify({ a: 1, b: [2] }))
JSON.parse('{"a":1}', (k, v) => (k === 'a' ? v + 1 : v))
(() => { try { return JSON.parse('{') } catch (e) { return e.name } })()
(() => { try { return JSON.parse(undefined) } catch { return 'no' } })()
(() => { try { return JSON.parse('{"a":1}').a } catch { return 'no' } })()
JSON.stringify({ a: 1 }) === '{"a":1}'
JSON.stringify({ a: 1 }) === JSON.stringify({ a: 1 })
JSON.stringify([1, 2]) === '[1,2]'
JSON.stringify({ a: 1 }).includes('"a"')
JSON.stringify({ a: 1 }).length
`,
};
