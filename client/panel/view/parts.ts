/** Small pieces that the sections share. */
import { html, nothing, type TemplateResult } from 'lit';
import { type Tone, characters, grouped } from '../../../protocol/runWords.ts';
import type { Json, SourceLocation } from '../../../protocol/trace.ts';
import type { ViewContext } from './context.ts';
import { icon } from './icons.ts';

type Content = TemplateResult | typeof nothing | string;

/**
 * A part of the panel under a heading, with a number beside it and a button at its end. Headings are drawn in capitals,
 * which a screen reader might spell: they have their name besides.
 */
export function section(options: {
  readonly title: string;
  readonly count?: number | string;
  readonly action?: Content;
  readonly note?: string;
  readonly body: Content | readonly Content[];
}): TemplateResult {
  const { title, count, action = nothing, note, body } = options;
  const id = `section-${title.toLowerCase().replaceAll(/\W+/g, '-')}`;
  return html`<section aria-labelledby=${id}>
    <header class="section-head">
      <h2 id=${id} aria-label=${title}>${title}</h2>
      ${count === undefined ? nothing : html`<span class="count">${typeof count === 'number' ? grouped(count) : count}</span>`}
      <span class="section-action">${action}</span>
    </header>
    ${body} ${note === undefined ? nothing : html`<p class="note">${note}</p>`}
  </section>`;
}

/** A part whose heading is one line, which opens to show the rest. */
export function foldedSection(
  context: ViewContext,
  options: {
    readonly id: string;
    readonly title: string;
    readonly count?: number;
    /** What it is, for who does not see it in its place. */
    readonly label: string;
    readonly line: Content;
    readonly isOpenByDefault?: boolean;
    /** A button at the end of the heading, while the rest is shown. */
    readonly action?: Content;
    readonly body: () => Content;
  },
): TemplateResult {
  const { id, title, count, label, line, isOpenByDefault = false, action = nothing, body } = options;
  const isOpen = context.isOpen(id, isOpenByDefault);
  return html`<section aria-label=${title}>
    <header class="section-head folded">
      <h2>
        <button
          class="opener"
          aria-expanded=${isOpen ? 'true' : 'false'}
          @click=${(): void => context.toggle(id, !isOpen)}
        >
          <span class="chevron ${isOpen ? 'open' : ''}">${icon('chevron')}</span>
          <span class="hidden"
            >${label}:
            ${count === undefined ? nothing : `${grouped(count)}${line === nothing ? '' : ','}`}</span
          >
          <span class="section-title" aria-hidden="true">${title}</span>
          ${count === undefined ? nothing : html`<span class="count" aria-hidden="true">${grouped(count)}</span>`}
          <span class="line-text">${line}</span>
        </button>
      </h2>
      ${isOpen ? html`<span class="section-action">${action}</span>` : nothing}
    </header>
    ${isOpen ? body() : nothing}
  </section>`;
}

/** A line that opens to show more. The button holds the whole line, so that it is a large target. */
export function disclosure(
  context: ViewContext,
  options: {
    readonly id: string;
    readonly line: Content;
    /** What it is, for who does not see it in its place; empty where the line says it. */
    readonly label: string;
    readonly isOpenByDefault?: boolean;
    readonly tabIndex?: 0 | -1;
    readonly beside?: Content;
    readonly body: () => Content;
  },
): TemplateResult {
  const { id, line, label, isOpenByDefault = false, tabIndex = 0, beside = nothing, body } = options;
  const isOpen = context.isOpen(id, isOpenByDefault);
  return html`<div class="disclosure">
    <div class="line">
      <button
        class="opener"
        tabindex=${tabIndex}
        aria-expanded=${isOpen ? 'true' : 'false'}
        @click=${(): void => context.toggle(id, !isOpen)}
      >
        <span class="chevron ${isOpen ? 'open' : ''}">${icon('chevron')}</span>
        ${label === '' ? nothing : html`<span class="hidden">${label}: </span>`}
        <span class="line-text">${line}</span>
      </button>
      ${beside}
    </div>
    ${isOpen ? html`<div class="more">${body()}</div>` : nothing}
  </div>`;
}

/**
 * A place in the author's code; a click goes there.
 *
 * @param app whose code it is, where several ran; its name is shown where `isNamed`.
 */
export function sourceLink(
  context: ViewContext,
  source: SourceLocation | null,
  options: { readonly tabIndex?: 0 | -1; readonly app?: string; readonly isNamed?: boolean } = {},
): TemplateResult | typeof nothing {
  if (source === null) return nothing;
  const { app, isNamed = false, tabIndex = 0 } = options;
  const { file, line } = source;
  const named = isNamed ? app : undefined;
  return html`<button
    class="link source"
    tabindex=${tabIndex}
    title="Go to ${file}, line ${line}${named === undefined ? '' : ` of ${named}`}"
    @click=${(): void => context.send({ type: 'openSource', source, ...(app === undefined ? {} : { app }) })}
  >
    ${named === undefined ? nothing : html`<span class="source-app">${named}</span>`}${file}:${line}
  </button>`;
}

export function tag(text: string, tone: Tone): TemplateResult {
  return html`<span class="tag ${tone}">${text}</span>`;
}

/** The longest text that is coloured; what follows is shown plain. */
const longestColored = 20_000;

export interface ValueBlock {
  /** Texts that are JSON are laid out like other values. */
  readonly value: Json;
  readonly label: string;
  /** Where it is in the trace: it opens as a document. */
  readonly pointer: string;
}

/** A value of the trace, with the way to it as a document; says so when it is cut here. */
export function valueBlock(context: ViewContext, { value, label, pointer }: ValueBlock): TemplateResult {
  const cuts = Object.entries(context.state.shown?.cuts ?? {}).filter(
    ([place]) => place === pointer || place.startsWith(`${pointer}/`),
  );
  const whole = cuts.reduce((sum, [, length]) => sum + length, 0);
  return html`<div class="value-block">
    ${textBlock(typeof value === 'string' ? laidOut(value) : JSON.stringify(value, null, 2), label)}
    <div class="value-foot">
      ${whole === 0 ? nothing : html`<span class="muted">Only the beginning of ${characters(whole)}.</span>`}
      <button
        class="link"
        aria-label="Open as a document: ${label}"
        @click=${(): void => context.send({ type: 'openValue', pointer })}
      >
        ${whole === 0 ? 'Open' : 'Open whole'}
      </button>
    </div>
  </div>`;
}

/** JSON as people read it; anything else as it came. */
function laidOut(text: string): string {
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    // Not JSON, or cut: shown as it is.
    return text;
  }
}

/** A text as it is, with the colours of JSON where it looks like that. */
export function textBlock(text: string, label: string): TemplateResult {
  const isJson = /^\s*[[{"]/.test(text);
  return html`<pre class="block" tabindex="0" role="group" aria-label=${label}>
${isJson ? colored(text.slice(0, longestColored)) : text}${isJson ? text.slice(longestColored) : nothing}</pre>`;
}

const tokens = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(?:true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Names, texts and other values each in their colour; anything else as it is. */
function colored(text: string): readonly Content[] {
  const parts: Content[] = [];
  let end = 0;
  for (const match of text.matchAll(tokens)) {
    const [whole, string, colon] = match;
    if (match.index > end) parts.push(text.slice(end, match.index));
    const kind = string === undefined ? 'literal' : colon === undefined ? 'text' : 'name';
    parts.push(html`<span class="json-${kind}">${string ?? whole}</span>${colon ?? nothing}`);
    end = match.index + whole.length;
  }
  if (end < text.length) parts.push(text.slice(end));
  return parts;
}
