/** The suggestions of this folder as the editor takes them. */
import { type CompletionItem, CompletionItemKind, InsertTextFormat, MarkupKind } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { suggestData } from './apiData.ts';
import { suggestHosts } from './apiHosts.ts';
import { suggestPaths } from './apiPaths.ts';
import { suggestChoices } from './configChoices.ts';
import { suggestEventNames } from './eventNames.ts';
import { suggestJobUnits } from './jobUnits.ts';
import { suggestMetricKinds } from './metricKinds.ts';
import { suggestParameterNames } from './parameterNames.ts';
import { suggestPropertyNames } from './propertyNames.ts';
import { suggestResultKeys } from './resultKeys.ts';
import { accessorBefore, type LiteralPlace, type LiteralSuggestion } from './suggestion.ts';

/** What may stand at a place, beside what TypeScript knows; empty at most places. */
export function suggestLiterals(place: LiteralPlace): readonly LiteralSuggestion[] {
  return (
    suggestPaths(place) ??
    suggestHosts(place) ??
    suggestData(place) ??
    suggestEventNames(place) ??
    suggestJobUnits(place) ??
    suggestChoices(place) ??
    suggestMetricKinds(place) ??
    suggestParameterNames(place) ??
    suggestResultKeys(place) ??
    suggestPropertyNames(place) ??
    []
  );
}

/**
 * A member takes the place of the dot before it, too, where the editor's own support answers beside us: that lists the
 * words of the file with their dot, and VS Code ranks what takes the place of more text first.
 *
 * @param isShared whether the editor's own support answers, too; such an editor has VS Code's command that asks anew.
 */
export function literalItem(
  suggestion: LiteralSuggestion,
  document: TextDocument,
  isShared: boolean,
): CompletionItem {
  const { label, start, end, newText, detail, documentation } = suggestion;
  const dot = isShared ? accessorBefore(document.getText(), start) : '';
  return {
    label,
    kind:
      suggestion.kind === 'path' && suggestion.hasMore !== true
        ? CompletionItemKind.File
        : kinds[suggestion.kind],
    // Above what everybody else suggests there, which begins with a digit; TypeScript's keys with 12 at most.
    sortText: `${suggestion.isBehindTypes === true ? '12~' : '!'}${suggestion.rank}${label}`,
    insertTextFormat: suggestion.isSnippet === true ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    ...(dot === '' ? {} : { filterText: `${dot}${label}` }),
    textEdit: {
      range: { start: document.positionAt(start - dot.length), end: document.positionAt(end) },
      newText: `${dot}${newText}`,
    },
    ...(detail === undefined ? {} : { detail }),
    ...(documentation === undefined
      ? {}
      : { documentation: { kind: MarkupKind.Markdown, value: documentation } }),
    ...(suggestion.hasMore === true && isShared
      ? { command: { title: 'Suggest', command: 'editor.action.triggerSuggest' } }
      : {}),
  };
}

const kinds: Readonly<Record<LiteralSuggestion['kind'], CompletionItemKind>> = {
  path: CompletionItemKind.Folder,
  placeholder: CompletionItemKind.Variable,
  event: CompletionItemKind.Event,
  key: CompletionItemKind.Field,
  value: CompletionItemKind.EnumMember,
};
