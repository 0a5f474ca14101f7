/** Choices of a config key in lists: `['…'].includes(meta.config.region)`. Elsewhere TypeScript suggests them. */
import ts from 'typescript';
import { declarationOfMember } from '../../analysis/memberDeclaration.ts';
import { soughtIn } from './soughtIn.ts';
import { insideOf, type LiteralPlace, type LiteralSuggestion, textAround, textInside } from './suggestion.ts';

export function suggestChoices(place: LiteralPlace): readonly LiteralSuggestion[] | undefined {
  const text = textAround(place);
  if (text === undefined || !ts.isStringLiteralLike(text)) return undefined;
  const choices = new Set(soughtIn(text, place).flatMap((sought) => choicesOf(sought, place)));
  // Those that stand in the list are in it already.
  for (const other of ts.isArrayLiteralExpression(text.parent) ? text.parent.elements : []) {
    if (other !== text && ts.isStringLiteralLike(other)) choices.delete(other.text);
  }
  if (choices.size === 0) return undefined;
  const range = insideOf(text, place);
  return [...choices].map((choice) => ({
    label: choice,
    kind: 'value',
    newText: textInside(choice, place.file.text.charAt(range.start - 1)),
    ...range,
    rank: 0,
  }));
}

/** The texts that a value may be whose type the app's manifest declares. */
function choicesOf(value: ts.Expression, { checker, isOfApp }: LiteralPlace): readonly string[] {
  const declaration = declarationOfMember(value, checker);
  if (declaration === undefined || !isOfApp(declaration.getSourceFile())) return [];
  const type = checker.getNonNullableType(checker.getTypeAtLocation(value));
  const parts = type.isUnion() ? type.types : [type];
  return parts.flatMap((part) => (part.isStringLiteral() && part.value !== '' ? part.value : []));
}
