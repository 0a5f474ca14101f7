/** Errors with the author's own lines. */
import { html, nothing, type TemplateResult } from 'lit';
import type { ErrorCause, RunError, SourceLocation } from '../../../protocol/trace.ts';
import type { ViewContext } from './context.ts';
import { sourceLink } from './parts.ts';
import { plural } from '../../../protocol/runWords.ts';

const whose = { app: null, setup: 'Set-up', internal: 'Our mistake' } as const;

export function renderErrors(
  context: ViewContext,
  errors: readonly RunError[],
): TemplateResult | typeof nothing {
  if (errors.length === 0) return nothing;
  return html`<ul class="errors" aria-label=${plural(errors.length, 'error', 'errors')}>
    ${errors.map((error) => html`<li>${renderError(context, error)}</li>`)}
  </ul>`;
}

function renderError(
  context: ViewContext,
  { name, message, stack, source, kind, cause, causes = [] }: RunError,
): TemplateResult {
  const label = name === 'RunEnd' ? 'Ended' : whose[kind];
  return html`<div class="error-head">
      <span class="error-text">
        ${label === null ? html`<strong>${name}</strong>: ` : html`<strong>${label}</strong>: `}${message}
      </span>
      ${sourceLink(context, source)}
    </div>
    ${renderFrames(context, stack, `Calls that led to it in ${cause.entryPoint}`)}
    ${causes.map((one) => renderCause(context, one))}`;
}

function renderCause(
  context: ViewContext,
  { message, name, relation, source, stack }: ErrorCause,
): TemplateResult {
  const label = relation === 'cause' ? 'Caused by' : 'One of its errors:';
  return html`<div class="error-head error-cause">
      <span class="error-text">${label} <strong>${name}</strong>: ${message}</span>
      ${sourceLink(context, source)}
    </div>
    ${renderFrames(context, stack, `Calls that led to ${name}`)}`;
}

function renderFrames(context: ViewContext, stack: string, label: string): TemplateResult | typeof nothing {
  const frames = framesOf(stack);
  if (frames.length < 2) return nothing;
  return html`<ol class="frames" aria-label=${label}>
    ${frames.map(({ name: caller, source: place }) => html`<li><code>${caller}</code> ${sourceLink(context, place)}</li>`)}
  </ol>`;
}

interface Frame {
  readonly name: string;
  readonly source: SourceLocation;
}

/** Lines of a stack such as `at name (file:line:column)`; other lines say nothing about the author's code. */
export function framesOf(stack: string): readonly Frame[] {
  return stack.split('\n').flatMap((line) => {
    const match = /^\s*at (?:(.+?) \()?([^()]+?):(\d+):(\d+)\)?$/.exec(line);
    if (match === null) return [];
    const [, name = 'top level', file = '', row = '1', column = '1'] = match;
    return [{ name, source: { file, line: Number(row), column: Number(column) } }];
  });
}
