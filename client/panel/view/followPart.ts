/** Feeding captured events back: the button, how far it is, and how it ended. */
import { html, nothing, type TemplateResult } from 'lit';
import { describeFollowing } from '../../../protocol/followWords.ts';
import { plural } from '../../../protocol/runWords.ts';
import type { Trace } from '../../../protocol/trace.ts';
import type { ViewContext } from './context.ts';
import { icon, type IconName } from './icons.ts';

/** At the end of the heading. */
export function renderFollowButton(context: ViewContext): TemplateResult | typeof nothing {
  const { panel } = context.state;
  if (panel === null || !panel.follow.isPossible || panel.follow.progress !== null) return nothing;
  const { apps, host } = panel;
  const where = apps.length > 0 ? 'the apps' : 'the app';
  const sends = host.isLive ? `. On ${host.label} each time really sends: you are asked first` : '';
  return html`<button
    class="link"
    title="Feed them back through ${where}, as PostHog does, until all rests or a limit is reached${sends}"
    @click=${(): void => context.send({ type: 'follow' })}
  >
    ${host.isLive ? 'Follow…' : 'Follow'}
  </button>`;
}

/** Above the list. */
export function renderFollowState(context: ViewContext, trace: Trace): TemplateResult | typeof nothing {
  const progress = context.state.panel?.follow.progress ?? null;
  if (progress !== null) {
    return html`<p class="following">
      <span class="muted"
        >Feeding them
        back${progress.events === 0 ? '' : `: ${plural(progress.events, 'event', 'events')}, hop ${progress.hop}`}…</span
      >
      <button class="link" @click=${(): void => context.send({ type: 'stop' })}>Stop</button>
    </p>`;
  }
  const words = describeFollowing(trace);
  if (words === null) return nothing;
  const isLimited = trace.following?.end === 'hops';
  return html`<p class="follow-end ${words.tone}">
    <span class="outcome-icon">${icon(icons[words.tone])}</span>
    <span
      ><strong>${words.title}.</strong> ${words.sentence}
      ${
        isLimited
          ? html`<button
              class="link"
              @click=${(): void => context.send({ type: 'openSetting', key: 'run.maxHops' })}
            >
              Change the limit
            </button>`
          : nothing
      }</span
    >
  </p>`;
}

const icons: Readonly<Record<'good' | 'quiet' | 'warn' | 'bad', IconName>> = {
  good: 'check',
  quiet: 'stop',
  warn: 'warning',
  bad: 'reset',
};
