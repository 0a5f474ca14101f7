/** What the run cost, and how that changed since the run before. */
import { html, nothing, type TemplateResult } from 'lit';
import type { PanelCost } from '../../../protocol/panel.ts';
import { bytes, duration, grouped } from '../../../protocol/runWords.ts';

interface Item {
  readonly name: string;
  readonly title: string;
  /** Null where it could not be measured. */
  readonly value: number | null;
  readonly before: number | null;
  readonly words: (value: number) => string;
  /** A change below this part of the value, or below this much, is chance. */
  readonly noise: { readonly part: number; readonly least: number };
}

const noiseOfTime = { part: 0.25, least: 5 };
const exact = { part: 0, least: 1 };

export function renderCost(
  cost: PanelCost | null,
  before: PanelCost | null,
): TemplateResult | typeof nothing {
  if (cost === null) return nothing;
  return html`<dl class="cost" aria-label="Cost of the run">${itemsOf(cost, before).map(renderItem)}</dl>`;
}

function itemsOf(cost: PanelCost, before: PanelCost | null): readonly Item[] {
  const isEnded = cost.isEnded === true;
  const item = (
    name: string,
    key: Exclude<keyof PanelCost, 'isEnded'>,
    words: Item['words'],
    options: Pick<Item, 'title' | 'noise'>,
  ): readonly Item[] => {
    const value = cost[key];
    return value === null && !isEnded
      ? []
      : [{ name, value, before: before?.[key] ?? null, words, ...options }];
  };
  return [
    ...item('Call', 'callMs', (ms) => (isEnded ? `${duration(ms)} until it was ended` : duration(ms)), {
      title: isEnded
        ? 'From the call of the export until it was ended'
        : 'From the call of the export to its end',
      noise: noiseOfTime,
    }),
    ...item('CPU', 'cpuMs', duration, { title: 'Time on the processor', noise: noiseOfTime }),
    ...item('Memory', 'memoryBytes', bytes, {
      title: "Memory of the app's process",
      noise: { part: 0.1, least: 5_000_000 },
    }),
    ...item('Requests', 'requests', grouped, {
      title: 'Requests of the app, those of captured events too',
      noise: exact,
    }),
    ...item('Data', 'bytes', bytes, { title: 'Bodies of requests and of their answers', noise: exact }),
  ];
}

function renderItem({ name, title, value, before, words, noise }: Item): TemplateResult {
  if (value === null) {
    return html`<div title="Not measured, because the run was ended">
      <dt>${name}</dt>
      <dd class="muted">not measured</dd>
    </div>`;
  }
  return html`<div title=${title}>
    <dt>${name}</dt>
    <dd>${words(value)}${before === null ? nothing : renderChange(value, before, words, noise)}</dd>
  </div>`;
}

/** Nothing where it is as before, or nearly so. */
function renderChange(
  value: number,
  before: number,
  words: Item['words'],
  noise: Item['noise'],
): TemplateResult | typeof nothing {
  const change = value - before;
  if (Math.abs(change) < noise.least || Math.abs(change) <= before * noise.part) return nothing;
  const isMore = change > 0;
  const amount = words(Math.abs(change));
  return html` <span class="cost-change" title="${words(before)} in the run before"
    ><span aria-hidden="true">${isMore ? '▲' : '▼'} ${amount}</span
    ><span class="hidden">${amount} ${isMore ? 'more' : 'less'} than in the run before</span></span
  >`;
}
