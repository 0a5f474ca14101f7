/** What happens to apps while events come, a line each. */
import type { Trace } from '../../protocol/trace.ts';
import { plainText } from '../plainText.ts';
import type { DevApp, Load } from './devApp.ts';
import { clock, counted, errorTexts, exported, type Paint } from './fateText.ts';

/** @returns the line about an app that was loaded, or could not be. */
export function loadedText(
  { label, name, own }: DevApp,
  trace: Trace,
  { before, changed, isNew }: Load,
): string {
  const when = changed === undefined && !isNew ? '' : `${clock(new Date())} `;
  const who = before === name ? label : `${label}, which was ${before},`;
  if (own.length === 0) {
    if (trace.errors.length === 0) return `${when}${who} exports nothing that PostHog calls\n`;
    const problems = errorTexts(label, trace.errors);
    return `${when}${problems.join(', ')}; it gets no events until it is saved\n`;
  }
  const why = changed !== undefined ? ` again, since ${changed} changed` : isNew ? ', a new app' : '';
  const did = counted([{ trace }]).map((text) => `, ${text}`);
  return `${when}${who} is loaded${why}: ${plainText(own.join(', '))}${did.join('')}\n`;
}

/** @returns the line about an app that ran what PostHog runs before it unloads one. */
export function unloadedText({ label, own }: DevApp, trace: Trace): string {
  const errors = errorTexts(label, trace.errors);
  const ran = own.includes('teardownPlugin') ? ['teardownPlugin ran'] : [];
  const did = [...(errors.length === 0 ? ran : errors), ...exported([{ trace }]), ...counted([{ trace }])];
  return `${clock(new Date())} ${label} is unloaded: ${did.join(', ')}\n`;
}

/** @returns the line about events that were collected and handed over. */
export function exportedText({ label }: DevApp, trace: Trace, paint: Paint): string {
  const errors = errorTexts(label, trace.errors).map((text) => paint('red', text));
  const did = [...exported([{ trace }]), ...counted([{ trace }]), ...errors];
  const took = paint('dim', `${Math.round(trace.timing.callMs)} ms`);
  return `${paint('dim', clock(new Date()))} ${label}: ${did.join(', ')} ${took}\n`;
}

/** @returns the line about an app that is not there any more. */
export function goneText(name: string, why: string): string {
  return `${clock(new Date())} ${name} is left out from now on: ${why}\n`;
}
