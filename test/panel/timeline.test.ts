import { describe, expect, it } from 'vitest';
import { run, state } from './support/states.ts';
import { at, captured, log, request, trace } from './support/traces.ts';
import type { Trace } from '../../protocol/trace.ts';
import { useBrowser } from './support/usePanel.ts';

const browser = useBrowser();

const { cause } = captured();

const everything: Partial<Trace> = {
  requests: [request()],
  logs: [log('plain'), { ...log('careful', 'warn'), at: 25 }],
  storage: [{ at: 2, cause, operation: 'set', key: 'seen ada', value: true }],
  cache: [{ at: 3, cause, operation: 'get', key: 'plan', value: 'startup' }],
  jobs: [{ at: 4, cause, name: 'annotate', payload: { version: '1.2.3' }, inMs: 600_000 }],
  metrics: [{ at: 1, cause, name: 'seen', operation: 'increment', value: 2 }],
};

async function open(parts: Partial<Trace>, cuts: { readonly [pointer: string]: number } = {}) {
  const panel = await browser.open(state({ run: run(trace(parts), { cuts }) }));
  const { page } = panel;
  const timeline = page.getByRole('region', { name: 'Timeline' });
  return {
    panel,
    page,
    timeline,
    button: (name: string | RegExp) => timeline.getByRole('button', { name }),
    rows: async () =>
      (await timeline.getByRole('listitem').allTextContents()).map((text) =>
        text.replaceAll(/\s+/g, ' ').trim(),
      ),
  };
}

describe('the timeline', () => {
  it('says what the virtual clock showed, once it has moved', async () => {
    const { rows } = await open({
      logs: [
        log('at once'),
        { ...log('in a job'), at: 30, clockMs: 7_200_000 },
        { ...log('again'), at: 31, clockMs: 75_000 },
      ],
    });
    expect((await rows()).map((row) => row.replace(/ index.*$/, ''))).toEqual([
      expect.stringMatching(/^\d+ ms (?:log: )?at once$/),
      expect.stringMatching(/^30 ms \+2 h (?:log: )?in a job$/),
      expect.stringMatching(/^31 ms \+75 s (?:log: )?again$/),
    ]);
  });

  it('says of a list of events which one each row came of, and finds it by that', async () => {
    const of = (index: number): typeof cause & { readonly event: number } => ({ ...cause, event: index });
    const panel = await browser.open(
      state({
        run: run(
          trace({
            logs: [
              { ...log('first'), at: 1, cause: of(0) },
              { ...log('twelfth'), at: 2, cause: of(11) },
            ],
            requests: [request({ cause: of(11) })],
          }),
        ),
      }),
    );
    const timeline = panel.page.getByRole('region', { name: 'Timeline' });
    const texts = await timeline.getByRole('listitem').allTextContents();
    expect(texts.map((text) => /#\d+/.exec(text)?.[0])).toEqual(['#1', '#12', '#12']);
    expect(await timeline.getByTitle('Event 12', { exact: true }).count()).toBe(2);
    await timeline.getByRole('textbox', { name: 'Text to look for' }).fill('#12 ');
    await timeline.getByText('2 of 3').waitFor();
  });

  it('has everything in the order of happening, each with its time and line', async () => {
    const { rows } = await open(everything);
    expect(await rows()).toEqual([
      '1 ms metrics.seen increment 2 index.js:22',
      '2 ms storage.set seen ada = true index.js:22',
      '3 ms cache.get plan = "startup" index.js:22',
      '4 ms jobs.annotate in 10 min {"version":"1.2.3"} index.js:22',
      '20 ms log: plain index.js:20',
      '25 ms warn: careful index.js:20',
      expect.stringMatching(/^30 ms POST \/api\/projects\/1\/annotations\/.* local 201 2 ms index.js:30$/),
    ]);
  });

  it('counts what a capture sends with what was captured, and says the same remark once', async () => {
    const error = 'There is no key.';
    const { rows, timeline, button } = await open({
      requests: [
        request({ via: 'capture' }),
        request({ status: null, disposition: 'blocked', error }),
        request({ status: null, disposition: 'blocked', error, at: 40 }),
      ],
    });
    expect(await timeline.locator('.filter').textContent()).toMatch(/Requests\s*2\s*Captures\s*1/);
    expect((await rows()).map((row) => row.includes(error))).toEqual([false, true, false]);
    await timeline.getByRole('listitem').last().getByRole('button').first().click();
    expect((await rows()).map((row) => row.includes(error))).toEqual([false, true, true]);
    await button('Captures 1').click();
    expect(await rows()).toHaveLength(1);
  });

  it('shows the kinds that are chosen, and what holds a text', async () => {
    const { page, button, rows, timeline } = await open(everything);
    await button('Logs 2').click();
    expect(await rows()).toEqual(['20 ms log: plain index.js:20', '25 ms warn: careful index.js:20']);
    await button('Storage 1').click();
    expect(await rows()).toHaveLength(3);
    await timeline.getByRole('textbox', { name: 'Text to look for' }).fill('CAREFUL');
    expect(await rows()).toEqual(['25 ms warn: careful index.js:20']);
    expect(await timeline.textContent()).toContain('1 of 7');
    await timeline.getByRole('textbox').fill('nowhere');
    expect(await page.getByText('Nothing here fits the filter.').isVisible()).toBe(true);
    await button('Clear').click();
    expect(await rows()).toHaveLength(7);
    expect(await timeline.getByRole('textbox').inputValue()).toBe('');
  });

  it('leads to the line of a row', async () => {
    const { panel, button } = await open({ logs: [log('here', 'log', 7)] });
    await button('index.js:7').click();
    expect(await panel.lastSent()).toEqual({ type: 'openSource', source: at(7) });
  });

  it('opens a long line, and what is longer still as a document', async () => {
    const { panel, button, page } = await open(
      { logs: [log(`${'long '.repeat(300)}end…`)] },
      { '/logs/0/message': 4_800_000 },
    );
    await button(/log: long/).click();
    expect(await page.getByRole('group', { name: 'The log line' }).textContent()).toContain('end…');
    expect(await page.getByText('Only the beginning of 4.8 million characters.').isVisible()).toBe(true);
    await button('Open as a document: The log line').click();
    expect(await panel.lastSent()).toEqual({ type: 'openValue', pointer: '/logs/0/message' });
  });

  it('is walked through with the arrow keys, and takes one stop of Tab', async () => {
    const { page, button, timeline, panel } = await open(everything);
    await button(/metrics\.seen/).focus();
    await page.keyboard.press('ArrowDown');
    const focused = timeline.locator(':focus');
    expect(await focused.textContent()).toContain('storage.set');
    await page.keyboard.press('End');
    expect(await focused.textContent()).toContain('POST');
    await page.keyboard.press('Enter');
    expect(await focused.getAttribute('aria-expanded')).toBe('true');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect((await panel.lastSent())?.type).toBe('openSource');
    expect(await timeline.locator('li [tabindex="0"].opener').count()).toBe(1);
  });

  it('draws only what is in sight of ten thousand rows, and reaches all of them', async () => {
    const logs = Array.from({ length: 10_000 }, (_, index) => ({ ...log(`line ${index}`), at: index / 10 }));
    const { page, button, timeline } = await open({ logs });
    expect(await timeline.getByRole('listitem').count()).toBeLessThan(80);
    expect(await timeline.getByRole('listitem').first().getAttribute('aria-setsize')).toBe('10000');
    await button(/log: line 0$/).focus();
    await page.keyboard.press('End');
    await button(/log: line 9999$/).waitFor();
    expect(await timeline.locator(':focus').textContent()).toContain('line 9999');
    expect(
      await timeline.locator(':focus').evaluate((row) => {
        const box = row.closest('.list-box')?.getBoundingClientRect().bottom ?? 0;
        return row.getBoundingClientRect().bottom - box;
      }),
    ).toBeLessThanOrEqual(0);
    // The box of the list may be longer than what is seen of it.
    await page.setViewportSize({ width: 520, height: 420 });
    for (const key of ['Home', 'End', 'ArrowUp']) {
      await page.keyboard.press(key);
      await expect
        .poll(() =>
          timeline.locator(':focus').evaluate((row) => {
            const { bottom, top } = row.getBoundingClientRect();
            const box = row.closest('.list-box')?.getBoundingClientRect().bottom ?? 0;
            const end = Math.min(box, window.innerHeight);
            return [row.textContent.includes('line'), top >= 0, bottom <= end];
          }),
        )
        .toEqual([true, true, true]);
    }
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    expect(await page.getByRole('group', { name: 'The log line' }).isVisible()).toBe(true);
    await timeline.locator('.list-box').evaluate((box) => box.scrollTo(0, box.scrollHeight / 2));
    await button(/log: line 5000$/).waitFor();
    expect(await timeline.getByRole('listitem').count()).toBeLessThan(80);
  });
});

it.each([60, 500])('shows the rows beside the one with the focus: %d rows', async (count) => {
  const { page, button, timeline } = await open({
    logs: Array.from({ length: count }, (_, index) => ({ ...log(`line ${index}`), at: index / 10 })),
  });
  /** How much of the rows before and after the focused one is out of sight. */
  const outOfSight = (): Promise<readonly number[]> =>
    timeline.locator(':focus').evaluate((focused) => {
      const row = focused.closest('li');
      const root = focused.getRootNode();
      const box = focused.closest('.list-box')?.getBoundingClientRect();
      const head = root instanceof ShadowRoot ? root.querySelector('.head') : null;
      const top = Math.max(head?.getBoundingClientRect().bottom ?? 0, box?.top ?? 0);
      const bottom = Math.min(window.innerHeight, box?.bottom ?? window.innerHeight);
      const before = row?.previousElementSibling?.getBoundingClientRect().top ?? top;
      const after = row?.nextElementSibling?.getBoundingClientRect().bottom ?? bottom;
      return [Math.max(0, top - before), Math.max(0, after - bottom)].map(Math.floor);
    });
  await page.setViewportSize({ width: 520, height: 420 });
  await page.evaluate(() => window.scrollTo(0, 0));
  await button(/log: line 0$/).focus();
  expect((await outOfSight())[1]).toBe(0);
  for (const [key, times] of [
    ['ArrowDown', 40],
    ['ArrowUp', 30],
  ] as const) {
    for (let press = 0; press < times; press += 1) await page.keyboard.press(key);
    await expect.poll(outOfSight).toEqual([0, 0]);
  }
});

it('gives the text of a row its room at the usual width', async () => {
  const url = 'https://plans.example.com/plans/ada';
  const { page, timeline } = await open({
    requests: [request({ method: 'GET', url, status: 200, durationMs: 12 })],
    metrics: [{ at: 1, cause, name: 'rows_written', operation: 'increment', value: 250 }],
  });
  await page.setViewportSize({ width: 490, height: 760 });
  const metric = timeline.getByText('increment 250');
  expect(await metric.evaluate((text) => text.scrollWidth <= text.clientWidth)).toBe(true);
  expect(await timeline.getByText('/plans/ada').evaluate((text) => text.clientWidth)).toBeGreaterThan(90);
});

it('gives the address of a request its room in a wide panel', async () => {
  const url = 'https://hooks.example.com/in';
  const { page, timeline } = await open({
    requests: [request({ method: 'POST', url, status: 200, durationMs: 120 })],
  });
  await page.setViewportSize({ width: 900, height: 760 });
  const text = timeline.getByText('/in');
  expect(await text.evaluate((it) => it.scrollWidth <= it.clientWidth)).toBe(true);
});

it('shows of a long value that there is more below, and of a short one nothing', async () => {
  const { page, button, timeline } = await open({
    logs: [log(JSON.stringify(Array.from({ length: 60 }, (_, index) => index))), log('{"short": 1}')],
  });
  const shadow = async (): Promise<string> =>
    timeline.locator('.block').evaluate((block) => getComputedStyle(block).boxShadow);
  await button(/log: \[0/).click();
  expect(await shadow()).toContain('inset');
  await timeline.locator('.block').evaluate((block) => block.scrollTo(0, block.scrollHeight));
  await expect.poll(shadow).not.toContain('-14px');
  await button(/log: \[0/).click();
  await button(/log: {/).click();
  expect(await shadow()).toBe('none');
  expect(await page.locator('.block').count()).toBe(1);
});
