/** `posthog-apps dev` while apps come, go and change their names, and with batches of events. */
import { cp, mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Dev } from './support/dev.ts';

let folder = '';
let dev: Dev | undefined;
let address = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'posthog-apps-dev-'));
});
afterEach(async () => {
  dev?.child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
}

async function start(...args: readonly string[]): Promise<Dev> {
  dev = new Dev(['--port', '0', ...args], folder);
  address = await dev.prints(/PostHog listens on (\S+)\n/);
  return dev;
}

async function send(name: string): Promise<void> {
  const body = JSON.stringify({ api_key: 'a', event: name, distinct_id: 'ada' });
  expect((await fetch(`${address}/e/`, { method: 'POST', body })).status).toBe(200);
}

const setting = (key: string): string =>
  `export function processEvent(event) { event.properties.${key} = true; return event }`;

test('apps that come while it runs are loaded, and those that go are unloaded', async () => {
  await write('b/plugin.json', '{"name": "B"}');
  await write('b/index.js', setting('b'));
  const { prints } = bound(await start());
  await write('group/a/plugin.json', '{"name": "A"}');
  await write(
    'group/a/index.js',
    `${setting('a')}\nexport async function teardownPlugin() { await posthog.capture('bye') }`,
  );
  await prints(/\d\d:\d\d:\d\d A is loaded(?:, a new app|.*): processEvent, teardownPlugin\n/);
  await send('one');
  await prints(/one of ada: changed by B, A \d+ ms\n/);
  await rm(join(folder, 'group'), { recursive: true });
  await prints(/A is unloaded: teardownPlugin ran, captured "bye"\n/);
  // In either order.
  const [gone, back] = [
    'A is left out from now on: its folder is gone\n',
    '↳ bye of App Server: changed by B ',
  ];
  await prints(new RegExp(`${gone}[^]*${back}|${back}[^]*${gone}`));
  await rm(join(folder, 'b/plugin.json'));
  await prints(/B is left out from now on: its plugin\.json is gone\n/);
  await send('two');
  await prints(/two of ada: no app that is loaded takes it/);
  // What is no app yet becomes one.
  await write('b/plugin.json', '{"name": "B again"}');
  await prints(/B again is loaded, a new app: processEvent\n/);
  await send('three');
  await prints(/three of ada: changed by B again/);
});

/** What may be done to the folder `top`, with the app `top/app` in it. */
const replacements: readonly (readonly [what: string, act: (top: string) => Promise<void>])[] = [
  [
    'another folder in its place',
    async (top) => {
      await cp(`${top}/app`, `${top}/copy`, { recursive: true });
      await rm(`${top}/app`, { recursive: true });
      await rename(`${top}/copy`, `${top}/app`);
    },
  ],
  [
    'a folder in it away and back',
    async (top) => {
      await rename(`${top}/app/lib`, `${top}/aside`);
      await rename(`${top}/aside`, `${top}/app/lib`);
    },
  ],
  [
    'the folder above away and back',
    async (top) => {
      await rename(top, `${top}.aside`);
      await rename(`${top}.aside`, top);
    },
  ],
  [
    'another folder in the place of the one above',
    async (top) => {
      await cp(top, `${top}.copy`, { recursive: true });
      await rm(top, { recursive: true });
      await rename(`${top}.copy`, top);
    },
  ],
];

describe.each([
  ['one app', 'top/app'],
  ['the apps of a folder', 'top'],
])('all saves of %s are noticed after', (_what, started) => {
  test.each(replacements)('%s', async (_how, replace) => {
    await write('top/app/plugin.json', '{"name": "A"}');
    await write(
      'top/app/index.js',
      "import { n } from './lib/n'\nexport const onEvent = () => console.log(n)",
    );
    await write('top/app/lib/n.js', 'export const n = 0');
    const { prints } = bound(await start(started));
    for (let round = 1; round < 6; round += 2) {
      await replace(join(folder, 'top'));
      await prints(/A is loaded(?: again|, a new app)/);
      for (const n of [round, round + 1]) {
        await write('top/app/lib/n.js', `export const n = ${n}`);
        await prints(/A is loaded again, since lib\/n\.js changed/);
        await send('seen');
        await prints(new RegExp(`A log: ${n} `));
      }
    }
  });
});

test('all saves are noticed of an app that is reached by links, after what they lead to was replaced', async () => {
  await write('real/app/plugin.json', '{"name": "A"}');
  await write('real/app/index.js', 'export const onEvent = () => console.log(0)');
  await symlink(join(folder, 'real'), join(folder, 'middle'));
  await symlink('middle/app', join(folder, 'app'));
  const { prints } = bound(await start('app'));
  const real = join(folder, 'real/app');
  for (let round = 1; round < 6; round += 2) {
    await cp(real, `${real}.copy`, { recursive: true });
    await rm(real, { recursive: true });
    await rename(`${real}.copy`, real);
    await prints(/A is loaded again/);
    for (const n of [round, round + 1]) {
      await write('real/app/index.js', `export const onEvent = () => console.log(${n})`);
      await prints(/A is loaded again, since index\.js changed/);
      await send('seen');
      await prints(new RegExp(`A log: ${n} `));
    }
  }
});

test('apps that links lead to are found, also later, and each once', async () => {
  for (const name of ['A', 'B']) {
    await write(`elsewhere/${name}/plugin.json`, `{"name": "${name}"}`);
    await write(`elsewhere/${name}/index.js`, 'export const onEvent = () => console.log(0)');
  }
  await mkdir(join(folder, 'apps'));
  await symlink(join(folder, 'elsewhere/A'), join(folder, 'apps/mine'));
  await symlink(join(folder, 'elsewhere/A'), join(folder, 'apps/same'));
  await symlink(folder, join(folder, 'apps/round'));
  const { prints } = bound(await start('apps'));
  await symlink(join(folder, 'elsewhere/B'), join(folder, 'apps/other'));
  await prints(/B is loaded(?:, a new app|.*): onEvent\n/);
  await write('elsewhere/A/index.js', 'export const onEvent = () => console.log(1)');
  await prints(/A is loaded again, since index\.js changed/);
  await send('seen');
  await prints(/A log: 1 /);
});

test.each([
  ['a folder', 'shared/lib', 'app/lib'],
  ['a file', 'shared/lib/n.js', 'app/lib/n.js'],
])(
  'all saves behind a link to %s are noticed, after what it leads to was replaced',
  async (_of, to, from) => {
    await write('app/plugin.json', '{"name": "A"}');
    await write('app/index.js', "import { n } from './lib/n'\nexport const onEvent = () => console.log(n)");
    await write('shared/lib/n.js', 'export const n = 0');
    await mkdir(dirname(join(folder, from)), { recursive: true });
    await symlink(join(folder, to), join(folder, from));
    const { prints } = bound(await start('app'));
    const shared = join(folder, 'shared');
    for (let round = 1; round < 6; round += 2) {
      await cp(shared, `${shared}.copy`, { recursive: true });
      await rm(shared, { recursive: true });
      await rename(`${shared}.copy`, shared);
      await prints(/A is loaded again/);
      for (const n of [round, round + 1]) {
        await write('shared/lib/n.js', `export const n = ${n}`);
        await prints(/A is loaded again/);
        await send('seen');
        await prints(new RegExp(`A log: ${n} `));
      }
    }
  },
);

test('what links lead to is noticed, and links may go round', async () => {
  await write('app/plugin.json', '{"name": "A"}');
  await write('app/index.js', "import { n } from './n'\nexport const onEvent = () => console.log(n)");
  await write('shared/n.js', 'export const n = 0');
  await symlink(join(folder, 'shared/n.js'), join(folder, 'app/n.js'));
  await symlink(join(folder, 'app'), join(folder, 'app/round'));
  const { prints } = bound(await start('app'));
  for (const n of [1, 2]) {
    await write('shared/n.js.tmp', `export const n = ${n}`);
    await rename(join(folder, 'shared/n.js.tmp'), join(folder, 'shared/n.js'));
    await prints(/A is loaded again, since n\.js changed/);
    await send('seen');
    await prints(new RegExp(`A log: ${n} `));
  }
});

test('a folder without an app becomes one, and changes of others are no matter', async () => {
  await write('a/plugin.json', '{"name": "A"}');
  await write('a/index.js', setting('a'));
  await write('other/plugin.json', '{"name": "Other", "version": 1}');
  await write('other/index.js', 'console.log(1)');
  const { prints } = bound(await start());
  await write('notes.txt', 'nothing');
  await write('.tool/x/plugin.json', '{"name": "Tool", "config": []}');
  await write('other/index.js', setting('other'));
  expect(await prints(/(.* is loaded.*)\n/)).toMatch(/Other is loaded, a new app: processEvent$/);
});

test('an app has the name that plugin.json gives it now, in lines and for what it captures', async () => {
  await write('a/plugin.json', '{"name": "Old"}');
  await write(
    'a/index.js',
    `export const onEvent = (event) => event.event === 'go' && posthog.capture('went')`,
  );
  // With this profile, what an app captures is of its own name.
  const { prints } = bound(await start('--profile', 'plugin-server-1.10.5'));
  await send('go');
  await prints(/↳ went of Old: unchanged/);
  await write('a/plugin.json', '{"name": "New"}');
  await prints(/New, which was Old, is loaded again, since plugin\.json changed: onEvent\n/);
  await send('go');
  await prints(/↳ went of New: unchanged/);
  await write('a/plugin.json', '{"name": "New", "version": "2"}');
  await prints(/\d New is loaded again, since plugin\.json changed: onEvent\n/);
});

test('apps of one name are told apart by their folders, as long as there are several', async () => {
  await write('one/plugin.json', '{"name": "Same"}');
  await write(
    'one/index.js',
    `export function onEvent(event, { jobs }) { jobs.later(1).runNow(); jobs.other(1).runNow() }
export const jobs = { later() {}, other() {} }`,
  );
  await write('two/plugin.json', '{"name": "Same"}');
  await write('two/index.js', setting('two'));
  const { prints } = bound(await start());
  await send('first');
  await prints(/first of ada: changed by Same \(two\), ran 2 jobs: later, other \d/);
  await write('two/index.js', `export const setupPlugin = () => { throw new Error('no key') }`);
  await prints(
    /Same \(two\) failed in setupPlugin: Error: no key \(index\.js:1\); it gets no events until it is saved\n/,
  );
  await send('second');
  await prints(/second of ada: unchanged, ran 2 jobs/);
  await write('two/plugin.json', '{"name": "Other"}');
  await write('two/index.js', setting('two'));
  await prints(/Other, which was Same, is loaded again/);
  await send('third');
  await prints(/third of ada: changed by Other, ran 2 jobs/);
});

const exporter = `import { RetryError } from '@posthog/plugin-scaffold'
let count = 0
export async function exportEvents(events) {
  console.log(events.map(({ event }) => event).join())
  if (events[0].event === 'later' && count++ === 0) throw new RetryError('not yet')
  if (events[0].event === 'never') throw new RetryError('not at all')
  if (events[0].event === 'loop') await posthog.capture('loop')
}
`;

test('events for exportEvents are collected, and handed over together', async () => {
  await write('plugin.json', '{"name": "Exporter"}');
  await write('index.js', exporter);
  const { prints } = bound(await start('--max-hops', '2'));
  for (const name of ['one', 'two', 'three']) await send(name);
  await prints(
    /\d Exporter: exportEvents got 3 events \d+ ms\n {9}Exporter log: one,two,three \(index\.js:4\)\n/,
  );
  await send('later');
  await prints(
    /exportEvents got 1 event, ran the job exportEventsWithRetry, Exporter is tried again after RetryError: not yet \(index\.js:5\) \d+ ms\n(?: {9}Exporter log: later .*\n){2}/,
  );
  // Tries that fail alike are told once.
  await send('never');
  await prints(
    /ran 3 jobs: exportEventsWithRetry, Exporter failed 4 times: RetryError: not at all \(index\.js:6\) \d+ ms\n/,
  );
  // A loop of batches comes to its end as one of events does.
  await send('loop');
  await prints(/exportEvents got 1 event, captured "loop".*\n.*\n.* ↳ loop of App Server: unchanged/);
  await prints(/exportEvents got 1 event, captured "loop".*\n.*\n.* {3}↳ loop of App Server: unchanged/);
  await prints(/captured "loop".*\n.*\n {9}stopped: came back 2 times, it may be a loop\n/);
  // The last batch goes out when it ends.
  await send('last');
  await prints(/last of ada: unchanged/);
  dev?.child.kill('SIGINT');
  await prints(/Exporter is unloaded: exportEvents got 1 event\n {9}Exporter log: last/);
});

test('a batch waits no longer than the app has it, and a full one does not wait', async () => {
  const config = [
    { key: 'exportEventsBufferBytes', type: 'string', default: '400' },
    { key: 'exportEventsBufferSeconds', type: 'string', default: '1' },
  ];
  await write('plugin.json', JSON.stringify({ name: 'Exporter', config }));
  await write('index.js', exporter);
  const { prints } = bound(await start());
  for (let count = 0; count < 3; count += 1) await send(`event ${count}`);
  await prints(/event \d of ada: unchanged, exportEvents got \d events? /);
});

function bound(of: Dev): Pick<Dev, 'prints'> {
  return { prints: (pattern) => of.prints(pattern) };
}
