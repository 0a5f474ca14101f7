/**
 * First paint, scrolling and typing in the run panel after a run of 10,000 log lines, 1,000 requests and a body of 5 MB,
 * in Chromium, beside a plain static page with the same rows as a list: `node test/bench/panel.ts`
 */
import type { CDPSession, JSHandle, Page } from 'playwright-core';
import { costOf } from '../../client/panel/history/cost.ts';
import { cutTrace } from '../../client/panel/history/cutTrace.ts';
import type { HostMessage } from '../../protocol/panel.ts';
import { splitUrl } from '../../protocol/runWords.ts';
import type { Trace } from '../../protocol/trace.ts';
import { PanelBrowser } from '../panel/support/panelPage.ts';
import { run, state } from '../panel/support/states.ts';
import { log, request, trace } from '../panel/support/traces.ts';

const rounds = 7;
/** Of a scroll from end to end. */
const steps = 60;

function largeTrace(): Trace {
  const logs = Array.from({ length: 10_000 }, (_, index) => ({
    ...log(`line ${index}: the event of person ${index % 97} had ${index % 13} properties`, 'log', 20),
    at: index / 20,
  }));
  const requests = Array.from({ length: 1_000 }, (_, index) => ({
    ...request({ url: `https://api.example.com/companies/${index}`, disposition: 'sent', status: 200 }),
    at: index / 2,
  }));
  const body = JSON.stringify({ rows: 'x'.repeat(5_000_000) });
  return trace({
    logs,
    requests: [...requests, request({ responseBody: body, responseBytes: body.length })],
    timing: { ...trace().timing, totalMs: 520 },
  });
}

function median(values: readonly number[]): number {
  return values.toSorted((first, second) => first - second)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Milliseconds from the arrival of the message to the frame after it was drawn. */
async function panelPaint(page: Page, text: JSHandle<{ readonly json: string }>): Promise<number> {
  return page.evaluate(async ({ json: message }) => {
    const started = performance.now();
    window.postMessage(message, window.location.origin);
    await new Promise<void>((resolve) => {
      window.addEventListener('message', () => requestAnimationFrame(() => setTimeout(resolve)), {
        once: true,
      });
    });
    return performance.now() - started;
  }, text);
}

/** Milliseconds that the page's main thread has had of a processor: what else runs on the computer is not in it. */
async function threadTime(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'ThreadTime')?.value ?? Number.NaN) * 1000;
}

/** The same rows as a list of a static page. */
async function plainPaint(page: Page, rows: readonly string[]): Promise<number> {
  return page.evaluate(async (texts) => {
    document.body.replaceChildren();
    const started = performance.now();
    const list = document.createElement('ul');
    for (const text of texts) {
      const row = document.createElement('li');
      row.textContent = text;
      list.append(row);
    }
    document.body.append(list);
    await new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    return performance.now() - started;
  }, rows);
}

/** The longest frame, in milliseconds, while a list is scrolled from end to end. */
async function longestFrame(page: Page, selector: string): Promise<number> {
  return page.evaluate(
    async ([wanted, count]) => {
      const find = (root: ParentNode): Element | null => {
        const found = root.querySelector(wanted);
        if (found !== null) return found;
        const shadows = [...root.querySelectorAll('*')].flatMap((element) => element.shadowRoot ?? []);
        return shadows.map(find).find((element) => element !== null) ?? null;
      };
      const box = find(document) ?? document.documentElement;
      let longest = 0;
      let before = performance.now();
      for (let step = 0; step < count; step += 1) {
        box.scrollTop = (box.scrollHeight / count) * step;
        await new Promise<number>((resolve) => requestAnimationFrame(resolve));
        const now = performance.now();
        longest = Math.max(longest, now - before);
        before = now;
      }
      return longest;
    },
    [selector, steps] as const,
  );
}

/** Milliseconds from a letter in the filter to the frame that shows its result. */
async function filterPaint(page: Page): Promise<number> {
  const field = page.getByRole('textbox', { name: 'Text to look for' });
  await field.fill('');
  return field.evaluate(async (input) => {
    const started = performance.now();
    if (input instanceof HTMLInputElement) input.value = 'person 42';
    input.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    await new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    return performance.now() - started;
  });
}

const large = largeTrace();
const startedCut = performance.now();
const { trace: cut, cuts } = cutTrace(large);
const cutMs = performance.now() - startedCut;
const rows = [
  ...large.logs.map(({ message, at }) => `${Math.round(at)} ms ${message} index.js:20`),
  ...large.requests.map(({ method, url, status }) => `${method} ${splitUrl(url).path} ${status}`),
];
const browser = await PanelBrowser.start();
const { page } = await browser.open(state());
const session = await page.context().newCDPSession(page);
await session.send('Performance.enable');
const paints: number[] = [];
const threadTimes: number[] = [];
for (let round = 1; round <= rounds; round += 1) {
  const next = run(cut, { id: round, cuts, cost: costOf(large) });
  const message: HostMessage = { type: 'patch', patch: { run: next } };
  // How the text comes into the page is no part of it.
  const text = await page.evaluateHandle((json) => ({ json }), JSON.stringify(message));
  const before = await threadTime(session);
  paints.push(await panelPaint(page, text));
  threadTimes.push((await threadTime(session)) - before);
}
const filters: number[] = [];
for (let round = 0; round < rounds; round += 1) filters.push(await filterPaint(page));
await page.getByRole('textbox', { name: 'Text to look for' }).fill('');
const beforeScroll = await threadTime(session);
const panelScroll = await longestFrame(page, '.list-box');
const scrollTime = ((await threadTime(session)) - beforeScroll) / steps;
const plainPaints: number[] = [];
for (let round = 0; round < rounds; round += 1) plainPaints.push(await plainPaint(page, rows));
const plainScroll = await longestFrame(page, 'html');
await browser.stop();

const ms = (value: number): string => `${value.toFixed(1)} ms`;
console.log(`Rows: ${rows.length}; a body of 5 MB, which the client cuts in ${ms(cutMs)}`);
console.log(`First paint after the run: panel ${ms(median(paints))}, plain page ${ms(median(plainPaints))}`);
console.log(
  `Of that, processor time of the panel: ${ms(median(threadTimes))}, in the first run ${ms(threadTimes[0] ?? Number.NaN)}`,
);
console.log(`Ratio panel / plain page: ${(median(paints) / median(plainPaints)).toFixed(2)}`);
console.log(`A letter in the filter: ${ms(median(filters))}`);
console.log(`Processor time of a frame of it: panel ${ms(scrollTime)}`);
console.log(`Longest frame while scrolling: panel ${ms(panelScroll)}, plain page ${ms(plainScroll)}`);
