/** What the app did besides: log lines, storage, cache, jobs and metrics. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Cause, LogLevel, LogRecord, StoreOperation, Trace } from '../../../protocol/trace.ts';
import type { ViewContext } from './context.ts';
import { icon, type IconName } from './icons.ts';
import { section, sourceLink } from './parts.ts';
import { duration, shortJson } from './words.ts';

const levelIcons: Readonly<Partial<Record<LogLevel, IconName>>> = {
  error: 'cross',
  warn: 'warning',
  info: 'info',
};

export function renderLogs(
  context: ViewContext,
  logs: readonly LogRecord[],
): TemplateResult | typeof nothing {
  if (logs.length === 0) return nothing;
  return section({
    title: 'Logs',
    count: logs.length,
    body: html`<ul class="rows logs">
      ${logs.map(({ level, message, cause }) => {
        const name = levelIcons[level];
        return html`<li class="log ${level}">
          <span class="level" title=${level}
            >${name === undefined ? nothing : icon(name)}<span class="hidden">${level}: </span></span
          >
          <span class="log-text">${message}</span>${sourceLink(context, cause.source)}
        </li>`;
      })}
    </ul>`,
  });
}

interface Effect {
  readonly at: number;
  readonly what: string;
  readonly detail: string;
  readonly cause: Cause;
}

export function renderEffects(context: ViewContext, trace: Trace): TemplateResult | typeof nothing {
  const effects = effectsOf(trace);
  if (effects.length === 0) return nothing;
  return section({
    title: 'Storage, cache, jobs and metrics',
    count: effects.length,
    body: html`<ul class="rows">
      ${effects.map(
        ({ what, detail, cause }) =>
          html`<li class="log">
            <span class="method">${what}</span>
            <code class="log-text">${detail}</code>${sourceLink(context, cause.source)}
          </li>`,
      )}
    </ul>`,
  });
}

function stored(where: string, { operation, key, value, at, cause }: StoreOperation): Effect {
  const shown = value === null && operation !== 'get' ? '' : ` = ${shortJson(value)}`;
  return { at, cause, what: `${where}.${operation}`, detail: key + shown };
}

/** In the order of happening. */
export function effectsOf(trace: Trace): readonly Effect[] {
  return [
    ...trace.storage.map((operation) => stored('storage', operation)),
    ...trace.cache.map((operation) => stored('cache', operation)),
    ...trace.jobs.map(({ name, payload, inMs, at, cause }) => ({
      at,
      cause,
      what: `jobs.${name}`,
      detail: `${inMs === 0 ? 'now' : `in ${duration(inMs)}`} ${shortJson(payload)}`,
    })),
    ...trace.metrics.map(({ name, operation, value, at, cause }) => ({
      at,
      cause,
      what: `metrics.${name}`,
      detail: `${operation} ${value}`,
    })),
  ].toSorted((first, second) => first.at - second.at);
}
