/** Reference 3: `meta` and what is in it. */
import { expect } from 'vitest';
import { usePool } from '../support/sandboxBundle.ts';
import { statements } from './statements.ts';

const pool = usePool();

const notOnProxy = (name: string): string =>
  `TypeError: 'set' on proxy: trap returned falsish for property '${name}'`;

statements(
  pool,
  'meta',
  [
    [
      '3 what it holds',
      `return Object.keys(meta).sort()`,
      ['attachments', 'cache', 'config', 'geoip', 'global', 'jobs', 'metrics', 'storage', 'utils'],
    ],
    [
      '3 sloppy code changes nothing, and is not told',
      `meta.config.a = 'x'; meta.cache.get = 1; meta.new = 1; return [meta.config.a, typeof meta.cache.get]`,
      ['one', 'function'],
    ],
    [
      '3 strict code gets a TypeError',
      `class Strict { static set() { meta.config.a = 'x' } } Strict.set()`,
      { threw: notOnProxy('a') },
    ],
    [
      '3 strict code cannot add',
      `class Strict { static set() { meta.storage.more = 'x' } } Strict.set()`,
      { threw: notOnProxy('more') },
    ],
    [
      '3 nested objects are frozen too',
      `class Strict { static set() { meta.utils.cursor.init = 'x' } } Strict.set()`,
      { threw: notOnProxy('init') },
    ],
    ['3.9 meta is one object, so that what is added to it stays', `meta.mine = 1; return meta.mine`, 1],
    [
      '3.9 global is a plain object, empty at first',
      `return [Object.keys(meta.global), Object.getPrototypeOf(meta.global) === Object.prototype]`,
      [[], true],
    ],
    ['3.9 global keeps what it is given', `meta.global.n = { x: 1 }; return meta.global.n`, { x: 1 }],
    [
      '3.1 config holds texts, with defaults, without attachments',
      `return meta.config`,
      { a: 'one', b: '', j: '{"x":1}' },
    ],
    [
      '3.2 an attachment',
      `const { contents, ...rest } = meta.attachments.file; return [rest, Buffer.isBuffer(contents), String(contents)]`,
      [{ content_type: 'text/plain', file_name: 'a.txt' }, true, 'text'],
    ],
    [
      '3.2 its contents are no Uint8Array of the VM',
      `return meta.attachments.file.contents instanceof Uint8Array`,
      false,
    ],
    ['3.2 an attachment that was not given is absent', `return 'other' in meta.attachments`, false],
    ['3.6 geoip knows nothing without a database', `return [await meta.geoip.locate('8.8.8.8')]`, [null]],
  ],
  {
    manifest: {
      config: [
        { key: 'a', type: 'string', default: 'one' },
        { key: 'b', type: 'string' },
        { key: 'j', type: 'json', default: '{"x":1}' },
        { key: 'file', type: 'attachment' },
        { markdown: 'text' },
      ],
    },
    attachments: {
      file: { contentType: 'text/plain', fileName: 'a.txt', base64: Buffer.from('text').toString('base64') },
    },
  },
);

statements(
  pool,
  'config',
  [
    [
      '3.1 every value is a text as it was saved, of choices, JSON and secrets too',
      // The trace shows no secret as it is.
      `return { ...meta.config, secret: meta.config.secret.split('') }`,
      {
        text: '5',
        choice: 'Yes',
        json: '[1, 2]',
        secret: ['p', 'l', 'a', 'i', 'n'],
        empty: '',
        untouched: 'default',
        absent: '',
      },
    ],
    ['3.1 JSON is not parsed', `return typeof meta.config.json`, 'string'],
    [
      '3.1 a field that was not filled is empty or absent',
      `return meta.config.absent || 'nothing'`,
      'nothing',
    ],
    ['3.1 an attachment is not in it', `return 'file' in meta.config`, false],
    ['3.2 an attachment is absent when there is none', `return typeof meta.attachments.file`, 'undefined'],
    [
      '3.6 locate gives a promise of null for what is no address, too',
      `const found = meta.geoip.locate('nowhere'); return [found instanceof Promise, await found, await meta.geoip.locate(), await meta.geoip.locate(null)]`,
      [true, null, null, null],
    ],
    ['3.6 geoip has locate alone', `return Object.keys(meta.geoip)`, ['locate']],
    [
      '3.6 geoip cannot be changed',
      `class Strict { static set() { meta.geoip.locate = 'x' } } Strict.set()`,
      { threw: notOnProxy('locate') },
    ],
    [
      '3.7 the functions of the exported jobs give no runner',
      `return typeof (await jobs.row0(meta)).runNow`,
      'undefined',
    ],
  ],
  {
    manifest: {
      config: [
        { key: 'text', type: 'string', default: 'default' },
        { key: 'choice', type: 'choice', choices: ['Yes', 'No'], default: 'No' },
        { key: 'json', type: 'json' },
        { key: 'secret', type: 'string', secret: true },
        { key: 'empty', type: 'string', default: 'default' },
        { key: 'untouched', type: 'string', default: 'default' },
        { key: 'absent', type: 'string' },
        { key: 'file', type: 'attachment' },
      ],
    },
    config: { text: '5', choice: 'Yes', json: '[1, 2]', secret: 'plain', empty: '' },
  },
);

statements(pool, 'cache', [
  ['3.3 set gives nothing', `return [await meta.cache.set('s', 1)]`, [null]],
  [
    '3.3 values are kept as JSON',
    `await meta.cache.set('v', { d: new Date(0) }); return await meta.cache.get('v', null)`,
    { d: '1970-01-01T00:00:00.000Z' },
  ],
  [
    '3.3 a missing key is null, whatever the default',
    `return [await meta.cache.get('none', 'default')]`,
    [null],
  ],
  [
    '3.3 0, false and "" come back',
    `const c = meta.cache; await c.set('0', 0); await c.set('f', false); await c.set('e', ''); return [await c.get('0', 1), await c.get('f', 1), await c.get('e', 1)]`,
    [0, false, ''],
  ],
  [
    '3.3 an empty raw text is null',
    `await meta.cache.set('r', '', 0, { jsonSerialize: false }); return [await meta.cache.get('r', 'd', { jsonSerialize: false })]`,
    [null],
  ],
  [
    '3.3 a raw text that is no JSON is null',
    `await meta.cache.set('r', 'text', 0, { jsonSerialize: false }); return [await meta.cache.get('r', 'd'), await meta.cache.get('r', 'd', { jsonSerialize: false })]`,
    [null, 'text'],
  ],
  [
    '3.3 a lifetime',
    `await meta.cache.set('l', 1, 60); return [await meta.cache.get('l', null), await meta.cache.expire('l', 0), await meta.cache.get('l', null)]`,
    [1, true, null],
  ],
  [
    '3.3 set without a lifetime removes the old one',
    `const c = meta.cache; await c.set('l2', 1, 1); await c.set('l2', 2); return await c.get('l2', null)`,
    2,
  ],
  [
    '3.3 a lifetime that Redis does not take',
    `const c = meta.cache; await c.set('odd', 1); const told = []
     for (const act of [() => c.set('odd', 2, 0.5), () => c.set('odd', 2, 'x'), () => c.set('odd', 2, Infinity), () => c.set('odd', 2, -1), () => c.expire('odd', NaN), () => c.expire('odd', 1.5)])
       await act().then(() => told.push('taken'), ({ message }) => told.push(message))
     return [told, await c.get('odd', null), await c.set('odd', 3, '5'), await c.get('odd', null)]`,
    [
      [
        ...Array.from({ length: 3 }, () => 'ERR value is not an integer or out of range'),
        'ERR invalid expire time in set',
        ...Array.from({ length: 2 }, () => 'ERR value is not an integer or out of range'),
      ],
      1,
      null,
      3,
    ],
  ],
  ['3.3 expire of what is not there', `return await meta.cache.expire('none', 5)`, false],
  ['3.3 incr begins at 0', `return [await meta.cache.incr('i'), await meta.cache.incr('i')]`, [1, 2]],
  [
    '3.3 incr of what is no integer is a rejection',
    `await meta.cache.set('t', 'x'); return await meta.cache.incr('t').then(() => 'no', () => 'rejected')`,
    'rejected',
  ],
  [
    '3.3 lpush puts the last of a list first',
    `const c = meta.cache; return [await c.lpush('q', ['1', '2']), await c.lpush('q', '3'), await c.lrange('q', 0, -1)]`,
    [2, 3, ['3', '2', '1']],
  ],
  [
    '3.3 lpush makes texts of elements',
    `await meta.cache.lpush('q2', [1, true]); return await meta.cache.lrange('q2', 0, 1)`,
    ['true', '1'],
  ],
  [
    '3.3 lpush of more than 1,000',
    `await meta.cache.lpush('q3', Array(1001).fill('a'))`,
    { threw: 'IllegalOperationError: Too many elements in array for cache.lpush. Maximum: 1000' },
  ],
  [
    '3.3 lpush of a number',
    `await meta.cache.lpush('q3', 5)`,
    { threw: expect.stringContaining('cache.lpush expects a string value or an array of strings') },
  ],
  [
    '3.3 lrange with negatives, both ends in',
    `const c = meta.cache; await c.lpush('q4', ['c', 'b', 'a']); return [await c.lrange('q4', -2, -1), await c.lrange('q4', 1, 1), await c.lrange('q4', 5, 9)]`,
    [['b', 'c'], ['b'], []],
  ],
  [
    '3.3 lrange wants numbers',
    `await meta.cache.lrange('q4', '0', 1)`,
    { threw: expect.stringContaining('cache.lrange expects a number for the start and end indexes') },
  ],
  [
    '3.3 llen',
    `await meta.cache.lpush('q5', ['a', 'b']); return [await meta.cache.llen('q5'), await meta.cache.llen('none')]`,
    [2, 0],
  ],
  [
    '3.3 lrem',
    `const c = meta.cache; await c.lpush('q6', ['a', 'b', 'a']); return [await c.lrem('q6', 1, 'a'), await c.lrange('q6', 0, -1)]`,
    [1, ['b', 'a']],
  ],
  [
    '3.3 lrem wants a number',
    `await meta.cache.lrem('q6', '1', 'a')`,
    { threw: expect.stringContaining('cache.lrem expects a number for the "count" argument') },
  ],
  [
    '3.3 lpop',
    `const c = meta.cache; await c.lpush('q7', ['a', 'b']); return [await c.lpop('q7', 1), await c.lpop('q7', 5), await c.lpop('q7', 1)]`,
    [['b'], ['a'], null],
  ],
  [
    '3.3 lpop wants a number',
    `await meta.cache.lpop('q7')`,
    { threw: expect.stringContaining('cache.lpop expects a number for the "count" argument') },
  ],
]);

statements(pool, 'storage', [
  ['3.4 without a default it is undefined', `return typeof (await meta.storage.get('none'))`, 'undefined'],
  ['3.4 there is no list of keys', `return Object.keys(meta.storage).sort()`, ['del', 'get', 'set']],
  [
    '3.4 values must be JSON',
    `const c = {}; c.c = c; return [await meta.storage.set('circle', c).catch((e) => e.name), await meta.storage.set('big', 1n).catch((e) => e.name)]`,
    ['TypeError', 'TypeError'],
  ],
  [
    '3.4 a function deletes, as undefined does',
    `const s = meta.storage; await s.set('f', 1); await s.set('f', () => 1); return await s.get('f', 'd')`,
    'd',
  ],
  [
    '3.4 0, false and "" are kept',
    `const s = meta.storage; await s.set('0', 0); await s.set('no', false); await s.set('e', ''); return [await s.get('0', 1), await s.get('no', 1), await s.get('e', 1)]`,
    [0, false, ''],
  ],
  [
    '3.4 set and del give nothing',
    `return [await meta.storage.set('v', 1), await meta.storage.del('v')]`,
    [null, null],
  ],
  ['3.4 a missing key is the default', `return await meta.storage.get('none', 'd')`, 'd'],
  [
    '3.4 undefined deletes',
    `const s = meta.storage; await s.set('a', 1); await s.set('a', undefined); return await s.get('a', 'd')`,
    'd',
  ],
  [
    '3.4 null is kept',
    `const s = meta.storage; await s.set('n', null); return [await s.get('n', 'd')]`,
    [null],
  ],
  [
    '3.4 del',
    `const s = meta.storage; await s.set('x', 1); await s.del('x'); return await s.get('x', 'd')`,
    'd',
  ],
  [
    '3.4 a Date comes back as a text',
    `await meta.storage.set('d', new Date(0)); return await meta.storage.get('d')`,
    '1970-01-01T00:00:00.000Z',
  ],
  [
    '3.4 a copy comes back',
    `const o = { a: 1 }; await meta.storage.set('o', o); o.a = 2; return await meta.storage.get('o')`,
    { a: 1 },
  ],
  [
    '3.5 init sets what is absent only',
    `const { cursor } = meta.utils; await cursor.init('c', 5); await cursor.init('c', 9); return await meta.storage.get('c')`,
    5,
  ],
  ['3.5 init begins at 0', `await meta.utils.cursor.init('c0'); return await meta.storage.get('c0')`, 0],
  [
    '3.5 init wants a number',
    `await meta.utils.cursor.init('c1', 'x')`,
    { threw: "Error: The cursor's initial value must be a number!" },
  ],
  [
    '3.5 increment',
    `const { cursor } = meta.utils; await cursor.init('c2', 5); return [await cursor.increment('c2'), await cursor.increment('c2', 10)]`,
    [6, 16],
  ],
  ['3.5 an absent key begins at the increment', `return await meta.utils.cursor.increment('c3', 7)`, 7],
  ['3.5 init gives nothing', `return [await meta.utils.cursor.init('c9', 1)]`, [null]],
  [
    '3.5 a cursor shares its table with storage',
    `await meta.storage.set('c6', 3); await meta.utils.cursor.init('c6', 9); const n = await meta.utils.cursor.increment('c6'); await meta.storage.del('c6'); return [n, await meta.storage.get('c6', 'gone')]`,
    [4, 'gone'],
  ],
  ['3.5 increment by 0 is by 1', `return await meta.utils.cursor.increment('c4', 0)`, 1],
  [
    '3.5 increment wants a number',
    `await meta.utils.cursor.increment('c5', 'x')`,
    { threw: 'Error: The incrementBy value must be a number!' },
  ],
]);

const jobs = ['3.7 declared or not'] as const;

statements(
  pool,
  'jobs',
  [
    [
      `${jobs[0]}: any name is a function`,
      `return [typeof meta.jobs.row0, typeof meta.jobs.never]`,
      ['function', 'function'],
    ],
    [
      '3.7 a job has runNow, runIn and runAt',
      `return Object.keys(meta.jobs.x({}))`,
      ['runNow', 'runIn', 'runAt'],
    ],
    ['3.7 they give nothing when it is queued', `return [await meta.jobs.row0().runNow()]`, [null]],
    ['3.7 runIn', `await meta.jobs.row0().runIn(2, 'hours')`, ({ jobs: [job] }) => job?.inMs, 7_200_000],
    [
      '3.7 the unit may be singular',
      `await meta.jobs.row0().runIn(1, 'minute')`,
      ({ jobs: [job] }) => job?.inMs,
      60_000,
    ],
    [
      '3.7 an unknown unit',
      `await meta.jobs.row0().runIn(1, 'fortnight')`,
      { threw: 'Error: Unknown time unit: fortnights' },
    ],
    [
      '3.7 the length of units',
      `for (const unit of ['milliseconds', 'seconds', 'days', 'weeks', 'months', 'quarters', 'years']) await meta.jobs.row0().runIn(1, unit)`,
      ({ jobs }) => jobs.map(({ inMs }) => inMs),
      [1, 1000, 86_400_000, 604_800_000, 210 * 86_400_000, 91 * 86_400_000, 365 * 86_400_000],
    ],
    [
      '3.7 runAt',
      `await meta.jobs.row0().runAt(new Date(Date.now() + 60_000))`,
      ({ jobs: [job] }) => Math.round((job?.inMs ?? 0) / 10_000),
      6,
    ],
    [
      '3.7 the payload travels as JSON',
      `await meta.jobs.row0({ at: new Date(0), gone: undefined, f() {} }).runNow()`,
      ({ jobs: [job] }) => job?.payload,
      { at: '1970-01-01T00:00:00.000Z' },
    ],
    [
      '3.7 an undeclared job fails when it runs',
      `await meta.jobs.never({}).runNow(); return 'queued'`,
      ({ errors: [error], outcome }) => [error?.message.includes('never'), outcome],
      [true, 'completed'],
    ],
    [
      '3.7 errors of jobs are recorded, and not retried',
      `await meta.jobs.fails().runNow()`,
      ({ errors }) => errors.map(({ message }) => message),
      ['a job'],
    ],
  ],
  { footer: `jobs.fails = async () => { throw new RetryError('a job') }` },
);

statements(
  pool,
  'metrics',
  [
    [
      '3.8 sum has increment, and gives nothing',
      `return [Object.keys(meta.metrics.total), typeof meta.metrics.total.increment(2)]`,
      [['increment'], 'undefined'],
    ],
    [
      '3.8 max and min',
      `return [Object.keys(meta.metrics.most), Object.keys(meta.metrics.least)]`,
      [['max'], ['min']],
    ],
    [
      '3.8 an undeclared name fails when it is read',
      `meta.metrics.other`,
      { threw: 'IllegalOperationError: Invalid metric name' },
    ],
    [
      '3.8 a value that is no text is ignored',
      `meta.metrics.odd`,
      { threw: 'IllegalOperationError: Invalid metric name' },
    ],
    [
      '3.8 what is counted is in the trace',
      `meta.metrics.total.increment(2); meta.metrics.most.max(5); meta.metrics.least.min(-1)`,
      ({ metrics }) => metrics.map(({ name, operation, value }) => [name, operation, value]),
      [
        ['total', 'increment', 2],
        ['most', 'max', 5],
        ['least', 'min', -1],
      ],
    ],
    [
      '3.8 a kind has no method of another',
      `meta.metrics.most.increment(1)`,
      { threw: expect.stringContaining('meta.metrics.most.increment is not a function') },
    ],
    [
      '3.8 only numbers',
      `meta.metrics.total.increment('1')`,
      { threw: 'IllegalOperationError: Only numbers are allowed for operations on metrics' },
    ],
  ],
  { header: `export const metrics = { total: 'sum', most: 'MAX', least: 'min', odd: 5 }` },
);
