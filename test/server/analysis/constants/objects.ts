/** Constant expressions about objects, collections, functions and generators, one a line, by what they show. */
export const objects: Readonly<Record<string, string>> = {
  objects: `
({ a: 1, b: 2 })
({ a: 1 }).a
({ a: 1 }).b
({ a: 1 })['a']
({ 1: 'x' })[1]
({ [1 + 1]: 'y' })['2']
({ a: 1, a: 2 }).a
({ a: 1, ...{ a: 2, b: 3 } })
({ ...{ a: 2 }, a: 1 }).a
({ ...[1, 2], length: 5 }).length
({ get a() { return 3 } }).a
(o => { o.a = 2; return o.b })({ set a(v) { this.b = v } })
({ a() { return this.b }, b: 4 }).a()
Object.keys({ b: 1, a: 2 })
Object.keys({ 2: 1, 1: 1, a: 1 })
Object.keys({ '01': 1, 1: 2 })
Object.values({ a: 1, b: 'x' })
Object.entries({ a: 1, b: 2 })
Object.entries({}).length
Object.keys(new (class { x = 1 })())
Object.keys(5)
Object.entries({ a: 1 }).map(([k, v]) => k + v).join()
Object.fromEntries(Object.entries({ a: 1, b: 2 }).filter(([k]) => k !== 'a'))
Object.fromEntries(new Map([['x', 1]]))
Object.assign({}, { a: 1 }, { b: 2, a: 3 })
Object.assign({ a: 1 }, null)
(o => { Object.assign(o, { b: 2 }); return o })({ a: 1 })
'a' in { a: undefined }
'b' in { a: 1 }
'toString' in {}
'toString' in Object.create(null)
'constructor' in {}
'push' in []
({ a: 1 }).hasOwnProperty('a')
({}).hasOwnProperty('toString')
Object.hasOwn({ a: 1 }, 'a')
Object.hasOwn({}, 'toString')
Object.prototype.hasOwnProperty.call({ a: 1 }, 'b')
Reflect.has({ a: 1 }, 'a')
Reflect.has({}, 'toString')
Reflect.get({ a: 1 }, 'a')
Reflect.ownKeys({ a: 1, b: 2 })
(o => { Reflect.set(o, 'a', 2); return o })({ a: 1 })
(o => { delete o.a; return o })({ a: 1, b: 2 })
(o => delete o.a)({ a: 1 })
(o => { delete o.a; return 'a' in o })({ a: 1 })
(o => { Reflect.deleteProperty(o, 'a'); return Object.keys(o) })({ a: 1, b: 2 })
(o => { o.b = 1; o.a = 2; return Object.keys(o) })({})
(o => { Object.freeze(o); o.a = 2; return o.a })({ a: 1 })
Object.isFrozen({})
Object.isFrozen(Object.freeze({ a: 1 }))
Object.isSealed(Object.seal({ a: 1 }))
(o => { Object.defineProperty(o, 'x', { value: 1 }); return Object.keys(o) })({})
(o => { Object.defineProperty(o, 'x', { value: 1 }); return o.x })({})
(o => { Object.defineProperty(o, 'x', { get: () => 5 }); return o.x })({})
Object.getOwnPropertyNames({ a: 1 })
Object.getOwnPropertyDescriptor({ a: 1 }, 'a').value
Object.getOwnPropertyDescriptor({ a: 1 }, 'b')
Object.getPrototypeOf([]) === Array.prototype
Object.getPrototypeOf({}) === Object.prototype
Object.getPrototypeOf(Object.create(null))
Object.create({ a: 1 }).a
Object.keys(Object.create({ a: 1 }))
(s => { for (const k in Object.create({ a: 1 })) s += k; return s })('')
(s => { for (const k in { b: 1, a: 2 }) s += k; return s })('')
(s => { for (const k in { a: 1 }) s += k; return s })('')
Object.create(null).toString
Object.prototype.toString.call([])
Object.prototype.toString.call(null)
({}).toString()
String({ toString: () => 'q' })
({}).constructor === Object
[].constructor === Array
'a'.constructor === String
({}).constructor.name
structuredClone({ a: [1, { b: 2 }] })
(o => { const c = structuredClone(o); c.a.push(1); return o.a.length })({ a: [] })
(o => { const c = { ...o }; c.a.push(1); return o.a.length })({ a: [] })
Object.groupBy([1, 2, 3], x => (x % 2 ? 'odd' : 'even')).odd
({ a: { b: { c: 1 } } }).a.b.c
({ __proto__: { a: 1 } }).a
Object.keys({ __proto__: { a: 1 } })
({ 'a-b': 1 })['a-b']
({ async: 1, get: 2, set: 3 }).get
({ toString: 1 }).toString
new Proxy({ a: 1 }, {}).a
new Proxy({}, { get: (_, k) => k + '!' }).x
new Proxy({ a: 1 }, { has: () => true }).b
'z' in new Proxy({}, { has: () => true })
new WeakRef({ a: 1 }).deref().a
`,
  'taking apart': `
(({ a, ...r }) => r)({ a: 1, b: 2, c: 3 })
(([a, ...r]) => r)([1, 2, 3])
(([a, , c]) => a + c)([1, 2, 3])
(([a = 5, b = a]) => [a, b])([])
(([a = 5]) => a)([null])
(([a = 5]) => a)([undefined])
(({ a = 5 }) => a)({ a: undefined })
(({ a = 5 }) => a)({ a: null })
(({ a: { b } }) => b)({ a: { b: 7 } })
(({ a: [x, y] = [1, 2] }) => x + y)({})
(({ ['a' + 1]: v }) => v)({ a1: 3 })
(([[x]]) => x)([[4]])
(({ length }) => length)('abc')
(([x, y]) => y + x)('ab')
(([x]) => x)(new Set([9]))
(([[k, v]]) => k + v)(new Map([['a', 'b']]))
(({ 0: x, length: n }) => x + n)(['a'])
((a, b = a + 1) => b)(1)
((a, b = 2) => b)(1, undefined)
((a, b = 2) => b)(1, null)
((...a) => a.length)(1, 2, 3)
((a, ...b) => b)(1, 2, 3)
((a, b, c = 1) => 0).length
(() => { const [a, b] = [1]; return b })()
(() => { let a = 1, b = 2; [a, b] = [b, a]; return [a, b] })()
(() => { let a; ({ a } = { a: 3 }); return a })()
(() => { const o = {}; [o.x, o['y']] = [1, 2]; return o })()
(() => { for (const { a } of [{ a: 1 }, { a: 2 }]) if (a > 1) return a })()
(() => { for (const [k, v] of Object.entries({ x: 1 })) return k + v })()
Math.max(...[1, 2], ...[3])
((a, b) => a + b)(...'xy')
(f => f\`a\${1}b\`)((s, v) => s[0] + v + s[1])
`,
  chains: `
null?.a
undefined?.a.b.c
null?.[0]
null?.()
({ a: null }).a?.b
({ a: { b: 1 } }).a?.b
({}).f?.()
({ f: () => 2 }).f?.()
({ a: [1] }).a?.[0]
({ a: null })?.a?.b?.c
(() => { try { return null.a } catch (e) { return e.name } })()
(() => { try { return null.a } catch (e) { return e instanceof TypeError } })()
(() => { try { return undefined.a.b } catch { return 'no' } })()
(() => { try { null() } catch (e) { return e.name } })()
(() => { try { ({}).f() } catch (e) { return e.name } })()
(() => { let n = 0; null?.[n++]; return n })()
delete ({ a: 1 })?.a
({ a: 0 }).a?.toFixed(1)
''?.length
(a => a?.b ?? 'd')({})
(a => a?.b?.c || 'd')(null)
`,
  collections: `
new Set([1, 1, 2]).size
new Set('aab').size
[...new Set([3, 1, 3])]
new Set([NaN]).has(NaN)
new Set([0]).has(-0)
new Set(['1']).has(1)
new Set([1]).has(1)
new Set().size
(s => { s.add(1).add(2); return s.size })(new Set())
(s => [s.delete(1), s.delete(1), s.size])(new Set([1]))
(s => { s.clear(); return s.size })(new Set([1, 2]))
(s => { s.delete(1); return [...s] })(new Set([1, 2]))
(s => { s.add(1); return [...s] })(new Set([1, 2]))
(n => { new Set([1, 2]).forEach(x => { n += x }); return n })(0)
[...new Set([1]).entries()]
[...new Set([1]).keys()]
new Map([['a', 1]]).get('a')
new Map([['a', 1]]).get('b')
new Map([['a', 1]]).has('a')
new Map([['a', 1], ['a', 2]]).size
new Map([[1, 'a']]).get('1')
new Map([[1, 'a']]).get(1)
new Map([[NaN, 'a']]).get(NaN)
new Map([[null, 'a']]).get(null)
new Map([[undefined, 'a']]).has(undefined)
new Map([[1, 'a'], ['1', 'b']]).size
[...new Map([[1, 'a']]).keys()]
[...new Map([[true, 'a']]).keys()]
(m => { m.set('x', 1).set('y', 2); return m.size })(new Map())
(m => { m.set('x', 1).set('x', 2); return m.get('x') })(new Map())
(m => [m.delete('a'), m.delete('a'), m.size])(new Map([['a', 1]]))
(m => { m.clear(); return m.size })(new Map([['a', 1]]))
(m => { m.delete('a'); m.set('a', 3); return [...m.keys()] })(new Map([['a', 1], ['b', 2]]))
(s => { new Map([['a', 1]]).forEach((v, k) => { s += k + v }); return s })('')
[...new Map([['a', 1], ['b', 2]]).entries()]
[...new Map([['a', 1], ['b', 2]])].map(([k]) => k)
(k => new Map([[k, 1]]).get(k))({})
new Map([[{}, 1]]).get({})
new Map(Object.entries({ a: 1 })).get('a')
(k => { const w = new WeakMap(); w.set(k, 1); return w.get(k) })({})
(k => new WeakSet([k]).has(k))({})
new Map([['a', { n: 1 }]]).get('a').n
Object.keys(new Map([['a', 1]]))
(m => { m.a = 1; return m.get('a') })(new Map())
new Set([1]).has()
new Set([undefined]).has()
new Set([[1]]).has([1])
Array.from(new Set([1, 2]), x => x + 1)
new Map().get('toString')
typeof new Map()
new Map() instanceof Map
new Set([1, 2]).union(new Set([3])).size
new Set([1, 2]).isSubsetOf(new Set([1, 2, 3]))
`,
  generators: `
[...(function* () { yield 1; yield 2 })()]
[...(function* () { yield* [1, 2]; yield 3 })()]
[...(function* () { yield 1; return 2 })()]
(function* () { yield 1 })().next()
(function* () { return 3 })().next()
(g => [g.next().value, g.next().value, g.next().done])((function* () { yield 1; yield 2 })())
(g => { g.next(); return g.return(7) })((function* () { yield 1; yield 2 })())
(g => g.return(7))((function* () { yield 1 })())
(g => { g.return(7); return g.next() })((function* () { yield 1 })())
(g => { g.next(); g.return(7); return g.next() })((function* () { yield 1; yield 2 })())
(g => { g.next(); return g.next(5).value })((function* () { const x = yield 1; yield x * 2 })())
(g => { g.next(9); return g.next().value })((function* () { const x = yield 1; yield x === undefined })())
(g => { g.next(); g.next('a'); return g.next('b').value })((function* () { const x = yield; const y = yield; return x + y })())
(g => { g.next(); return g.throw(new Error('e')).value })((function* () { try { yield 1 } catch (e) { yield e.message } })())
(([a, b]) => a + b)((function* () { yield 1; yield 2; yield 3 })())
(n => { for (const x of (function* () { while (true) yield n++ })()) if (x > 2) return x })(0)
(() => { const o = { *[Symbol.iterator]() { yield 1; yield 2 } }; return [...o] })()
(() => { const o = { [Symbol.iterator]() { let n = 0; return { next: () => ({ done: n > 1, value: n++ }) } } }; return [...o] })()
Array.from((function* () { yield 'a' })())
new Set((function* () { yield 1; yield 1 })()).size
[...[1, 2][Symbol.iterator]()]
[1, 2].values().next()
[1].entries().next().value
(i => { i.next(); return i.next() })([1][Symbol.iterator]())
new Map([['a', 1]]).keys().next().value
new Set([4]).values().next().value
'ab'[Symbol.iterator]().next().value
(g => [...g].length + [...g].length)((function* () { yield 1 })())
(() => { const log = []; for (const x of (function* () { try { yield 1; yield 2 } finally { log.push('f') } })()) { log.push(x); break } return log })()
(() => { let n = 0; const g = (function* () { n++; yield 1; n++ })(); g.next(); return n })()
(() => { let n = 0; const g = (function* () { n++; yield 1 })(); return n })()
`,
  'functions, classes and errors': `
(function (a) { arguments[0] = 9; return a })(1)
(function (a) { a = 9; return arguments[0] })(1)
(function () { return arguments.length })(1, 2)
(function () { return [...arguments] })(1, 2)
(function (a, b) { return arguments[1] })(1, 'x')
(function () { return Array.from(arguments).join() })(1, 2)
(function () { return Array.prototype.slice.call(arguments, 1) })(1, 2)
(function () { return typeof this })()
(function () { return typeof this }).call(1)
(function () { return this })?.call('a') == 'a'
(function () { 'use strict'; return typeof this })()
(function () { 'use strict'; return this }).call(1)
(function () { return this.x }).call({ x: 2 })
(function () { return this.x }).bind({ x: 2 })()
(function (a, b) { return a + b }).apply(null, [1, 2])
(function (a, b) { return a + b }).bind(null, 1)(5)
(function f(n) { return n < 2 ? 1 : n * f(n - 1) })(5)
(function f() {}).name
(a => a).name
(() => { const f = () => 1; return f.name })()
(() => { function f() {} f.x = 3; return f.x })()
(() => { var x = 1; { var x = 2 } return x })()
(() => { let x = 1; { let x = 2 } return x })()
(() => { return f(); function f() { return 1 } })()
(() => { const fs = []; for (let i = 0; i < 2; i++) fs.push(() => i); return fs.map(f => f()) })()
(() => { const fs = []; for (var i = 0; i < 2; i++) fs.push(() => i); return fs.map(f => f()) })()
(() => { let s = 0; for (let i = 0; i < 5; i++) { if (i === 1) continue; if (i === 4) break; s += i } return s })()
(() => { let s = 0; outer: for (const a of [1, 2]) for (const b of [1, 2]) { if (b === 2) continue outer; s += a } return s })()
(() => { let i = 0; do i++; while (i < 3); return i })()
(() => { switch (2) { case 1: return 'a'; case 2: default: return 'b' } })()
(() => { let s = ''; switch ('x') { case 'x': s += 1; case 'y': s += 2; break; case 'z': s += 3 } return s })()
(() => { switch ('1') { case 1: return 'n'; case '1': return 's' } })()
(() => { switch (NaN) { case NaN: return 1; default: return 2 } })()
new (class { constructor(a) { this.a = a } })(3).a
new (class { #p = 1; get() { return this.#p } })().get()
(class { static x = 4 }).x
new (class extends Array {})().length
new (class B extends (class A { m() { return 1 } }) { m() { return super.m() + 1 } })().m()
(() => { class A { static make() { return new this() } } return A.make() instanceof A })()
(() => { class A { get x() { return 1 } } return Object.keys(new A()).length })()
(() => { class A {} return new A().constructor.name })()
(() => { class A { toString() { return 'A!' } } return \`\${new A()}\` })()
(() => { function F() { this.x = 1 } F.prototype.y = 2; const f = new F(); return f.x + f.y })()
(() => { function F() { return { z: 3 } } return new F().z })()
(() => { try { undeclaredName } catch (e) { return e.name } })()
(() => { try { undeclaredName } catch (e) { return e instanceof ReferenceError } })()
(() => { try { undeclaredName } catch (e) { return e.message } })()
(() => { try { throw new Error('x') } catch (e) { return e.message } })()
(() => { try { throw new TypeError('x') } catch (e) { return e.name + (e instanceof Error) } })()
(() => { try { throw 5 } catch (e) { return e } })()
(() => { try { return 1 } finally { return 2 } })()
(() => { try { throw 1 } catch { return 'c' } finally { 0 } })()
(() => { let s = ''; try { s += 'a'; throw 1 } catch { s += 'b' } finally { s += 'c' } return s })()
(() => { for (;;) { try { return 1 } finally { break } } return 2 })()
(() => { class E extends Error { constructor(m) { super(m); this.code = 7 } } try { throw new E('m') } catch (e) { return e.code + e.message } })()
(() => { class E extends Error {} class F extends Error {} try { throw new E('m') } catch (e) { return e instanceof F } })()
(() => { try { null.x } catch (e) { return typeof e.message } })()
(() => { const c = 1; try { c = 2 } catch (e) { return e.name } })()
new Error('a').message
String(new Error('a'))
String(new TypeError('a'))
\`\${new RangeError('r')}\`
new Error('a', { cause: 'c' }).cause
new Error('a').name
Object.keys(new Error('a'))
JSON.stringify(new Error('a'))
new Error().message
Error('x') instanceof Error
new AggregateError([1], 'm').errors.length
`,
};
