/** The form for the fields of `config` in plugin.json. */
import { html, nothing, type TemplateResult } from 'lit';
import type { PanelConfigEntry, PanelConfigField } from '../../../protocol/panel.ts';
import { blockMarkdown } from './blockMarkdown.ts';
import type { ViewContext } from './context.ts';
import { icon } from './icons.ts';
import { focusInstead } from './keptFocus.ts';
import { foldedSection } from './parts.ts';
import { valueOf } from './valueOf.ts';
import { plural } from '../../../protocol/runWords.ts';

export function renderConfig(
  context: ViewContext,
  entries: readonly PanelConfigEntry[],
): TemplateResult | typeof nothing {
  const config = entries.filter((entry) => entry.kind !== 'note');
  if (config.length === 0) return nothing;
  const hasProblem = config.some(({ problem }) => problem !== null);
  return foldedSection(context, {
    id: 'config',
    title: 'Config',
    label: 'Fields of the config',
    isOpenByDefault: context.state.isFormOpen,
    line: html`${hasProblem ? html`<span class="warn line-icon">${icon('warning')}</span>` : nothing}<span
        class="ellipsis"
        >${summary(config)}</span
      >`,
    body: () => html`<div class="form more">${entries.map((entry) => renderEntry(context, entry))}</div>`,
  });
}

function summary(config: readonly PanelConfigField[]): string {
  const edited = config.filter(({ isEdited }) => isEdited).length;
  const missing = config.filter(({ isRequired, isSet }) => isRequired && !isSet).length;
  const wrong = config.filter(({ problem }) => problem !== null).length - missing;
  return [
    plural(config.length, 'field', 'fields'),
    ...(missing === 0 ? [] : [`${missing} required and not set`]),
    ...(wrong <= 0 ? [] : [`${wrong} with a problem`]),
    edited === 0 ? 'as in plugin.json' : `${edited} set by you`,
  ].join(', ');
}

function renderEntry(context: ViewContext, entry: PanelConfigEntry): TemplateResult {
  return entry.kind === 'note'
    ? html`<div class="muted note">${blockMarkdown(entry.markdown)}</div>`
    : renderField(context, entry);
}

function renderField(context: ViewContext, field: PanelConfigField): TemplateResult {
  const { key, label, hint, problem, isRequired, isEdited } = field;
  return html`<div class="field">
    <div class="field-head">
      <span class="field-label"
        >${label}${isRequired ? html`<span class="muted"> (required)</span>` : nothing}</span
      >
      ${label === key ? nothing : html`<code class="muted">${key}</code>`}
      ${
        isEdited
          ? html`<button
              class="icon-button"
              title="Back to the default"
              aria-label="Set ${label} back to its default"
              @click=${(event: Event): void => {
                focusInstead(event, '.field', 'vscode-textfield, vscode-single-select, vscode-button');
                context.send({ type: 'resetConfig', key });
              }}
            >
              ${icon('reset')}
            </button>`
          : nothing
      }
    </div>
    ${control(context, field)}
    ${hint === null ? nothing : html`<div class="muted hint">${blockMarkdown(hint)}</div>`}
    ${problem === null ? nothing : html`<p class="field-problem">${icon('warning')}<span>${problem}</span></p>`}
  </div>`;
}

function control(context: ViewContext, field: PanelConfigField): TemplateResult {
  const { isRequired, key, kind, problem, value } = field;
  // What is wrong with it is told where the focus is.
  const label = `${field.label}${isRequired ? ', required' : ''}${problem === null ? '' : `. ${problem}`}`;
  const set = (event: Event): void => context.send({ type: 'setConfig', key, value: valueOf(event) });
  switch (kind) {
    case 'string':
    case 'unknown':
      return html`<vscode-textfield .label=${label} .value=${value} @change=${set}></vscode-textfield>`;
    case 'choice':
      return html`<vscode-single-select label=${label} .value=${value} @change=${set}>
        ${[...new Set(['', ...field.choices, value])]
          .filter((choice) => choice !== '' || value === '')
          .map(
            (choice) =>
              html`<vscode-option value=${choice} ?selected=${choice === value}
                >${choice === '' ? 'Not chosen' : choice}</vscode-option
              >`,
          )}
      </vscode-single-select>`;
    case 'json':
      return ask(context, field, value === '' ? 'Not set' : value, 'Edit');
    case 'attachment':
      return ask(context, field, value === '' ? 'No file' : value, 'Choose…');
    case 'secret':
      return ask(context, field, field.isSet ? '••••••••' : 'Not set', field.isSet ? 'Change…' : 'Set…');
  }
}

/** A value that is not typed here: it is shown, and a button asks for it elsewhere. */
function ask(
  context: ViewContext,
  { key, label, kind, isSet }: PanelConfigField,
  shown: string,
  verb: string,
): TemplateResult {
  const spoken = isSet ? 'a secret that is set' : 'a secret that is not set';
  return html`<div class="row">
    <span class="value grow ${isSet ? '' : 'muted'}"
      ><span class="hidden">${label}: </span
      >${kind === 'secret' ? html`<span class="hidden">${spoken}</span><span aria-hidden="true">${shown}</span>` : shown}</span
    >
    <vscode-button
      secondary
      aria-label="${verb.replace('…', '')} ${label}"
      @click=${(): void => context.send({ type: 'editConfig', key })}
      >${verb}</vscode-button
    >
  </div>`;
}
