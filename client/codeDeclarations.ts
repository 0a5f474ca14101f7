/** Declarations that not all code needs, beside globals.d.ts: by a look at the texts that are open. */
import { commonJsDeclarations, extendsMeta, ownMetaDeclarations, usesCommonJs } from '../platform/imports.ts';

interface OpenText {
  readonly languageId: string;
  getText(): string;
}

/**
 * @param documents of apps; of JavaScript the editor's own support knows all of this.
 * @param hasNode whether the editor's own support knows the types of Node, which have `module` and `require`.
 */
export function declarationsForCode(documents: readonly OpenText[], hasNode: boolean): readonly string[] {
  const texts = documents
    .filter(({ languageId }) => languageId.startsWith('typescript'))
    .map((document) => document.getText());
  return [
    ...(!hasNode && texts.some(usesCommonJs) ? [commonJsDeclarations] : []),
    ...(texts.some(extendsMeta) ? [ownMetaDeclarations] : []),
  ];
}
