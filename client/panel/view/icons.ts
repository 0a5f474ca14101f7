/** Drawn for this panel, 16 by 16, in the colour of the text around them. Hidden from screen readers: words say it. */
import { svg, type SVGTemplateResult, type TemplateResult, html } from 'lit';

export type IconName = keyof typeof shapes;

const shapes = {
  play: svg`<path d="M4.5 2.8v10.4L13 8z" fill="currentColor"/>`,
  stop: svg`<rect x="4" y="4" width="8" height="8" rx="1" fill="currentColor"/>`,
  check: svg`<path d="M3 8.5l3.2 3.2L13 4.8"/>`,
  cross: svg`<path d="M4 4l8 8M12 4l-8 8"/>`,
  dropped: svg`<circle cx="8" cy="8" r="5.5"/><path d="M4.2 11.8l7.6-7.6"/>`,
  clock: svg`<circle cx="8" cy="8" r="5.5"/><path d="M8 4.8V8l2.2 1.6"/>`,
  warning: svg`<path d="M8 2.6l5.8 10.6H2.2z"/><path d="M8 6.6v3M8 11.4v.2"/>`,
  info: svg`<circle cx="8" cy="8" r="5.5"/><path d="M8 7.4v3.4M8 5v.2"/>`,
  same: svg`<path d="M3.5 6h9M3.5 10h9"/>`,
  chevron: svg`<path d="M6 4l4 4-4 4"/>`,
  edit: svg`<path d="M3 13l.6-2.8L10.8 3l2.2 2.2-7.2 7.2z"/><path d="M9.4 4.4l2.2 2.2"/>`,
  reset: svg`<path d="M4 8a4.3 4.3 0 1 0 1.5-3.2L4 6.2"/><path d="M4 3v3.2h3.2"/>`,
  diff: svg`<path d="M8 3v5M5.5 5.5h5M5.5 11.5h5"/>`,
  key: svg`<circle cx="5.2" cy="10.8" r="2.4"/><path d="M7 9l5.5-5.5M10.4 5.6l1.8 1.8"/>`,
  debug: svg`<path d="M5.2 6.6a2.8 2.8 0 0 1 5.6 0v3a2.8 2.8 0 0 1-5.6 0z"/><path d="M5.2 8H2.2M13.8 8h-3M5.4 10.8L3 12.8M10.6 10.8l2.4 2M5.6 5.4L3.4 3.4M10.4 5.4l2.2-2M8 4V12"/>`,
  watch: svg`<path d="M1.8 8S4 3.8 8 3.8 14.2 8 14.2 8 12 12.2 8 12.2 1.8 8 1.8 8z"/><circle cx="8" cy="8" r="1.9"/>`,
  pin: svg`<path d="M9.6 2.6l3.8 3.8-1 .6-.6 3-1.4.8-5-5 .8-1.4 3-.6zM6.8 9.2l-4 4"/>`,
  pinned: svg`<path d="M9.6 2.6l3.8 3.8-1 .6-.6 3-1.4.8-5-5 .8-1.4 3-.6z" fill="currentColor"/><path d="M6.8 9.2l-4 4"/>`,
  replay: svg`<path d="M3 3.2v3h3"/><path d="M3.2 6.2A5.2 5.2 0 1 1 2.9 9"/><path d="M6.9 6v4.4L10.4 8.2z" fill="currentColor" stroke="none"/>`,
  compare: svg`<path d="M2.5 5.2h9M8.8 2.4l2.8 2.8-2.8 2.8M13.5 10.8h-9M7.2 8l-2.8 2.8 2.8 2.8"/>`,
  project: svg`<rect x="2.5" y="3" width="11" height="10" rx="1"/><path d="M2.5 6.2h11"/>`,
  file: svg`<path d="M4 2.5h5l3 3v8H4z"/><path d="M9 2.5v3h3"/>`,
} as const satisfies Record<string, SVGTemplateResult>;

export function icon(name: IconName): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
    ${shapes[name]}
  </svg>`;
}
