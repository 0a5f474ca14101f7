/** Where the code declares a member of what it keeps in `meta.global`: `send` of `meta.global.client.send()`. */
import ts from 'typescript';
import type { DefinitionLink, Position } from 'vscode-languageserver';
import type { AppProgram } from '../../analysis/appProgram.ts';
import type { ServerContext } from '../../context.ts';
import { appCode } from '../../rules/support/appCode.ts';
import { KeptValues } from '../../rules/support/keptValues.ts';
import { isPath, ValuePaths } from '../../rules/support/valuePaths.ts';
import { pathToUri } from '../../uris.ts';
import { Answers } from '../answers.ts';
import { spanToRange } from '../findingToDiagnostic.ts';
import { nameNodeAt } from './member.ts';

interface Place {
  readonly textDocument: { readonly uri: string };
  readonly position: Position;
}

/** Members of classes and keys of objects that are put into `meta.global`; for others it is empty. */
export async function keptMemberDefinition(
  context: ServerContext,
  { textDocument, position }: Place,
): Promise<DefinitionLink[]> {
  const located = await context.locate(textDocument.uri);
  if (located === undefined) return [];
  const app = located.service.program();
  const answers = new Answers(context, located);
  const name = nameNodeAt(answers.file, located.document.offsetAt(position));
  if (name === undefined || !ts.isPropertyAccessExpression(name.parent) || name.parent.name !== name)
    return [];
  // A type that the author wrote for it leads everybody to where he wrote it.
  if (answers.isOfCode(name.parent.expression)) return [];
  return declarationsOf(name.parent, app).map((node) => {
    const ofName = ts.getNameOfDeclaration(node) ?? node;
    const source = node.getSourceFile();
    const span = { file: source.fileName, start: ofName.getStart(source), length: ofName.getWidth(source) };
    const range = spanToRange(span, app);
    return { targetUri: pathToUri(source.fileName), targetRange: range, targetSelectionRange: range };
  });
}

function declarationsOf(
  { expression, name }: ts.PropertyAccessExpression,
  app: AppProgram,
): readonly ts.Declaration[] {
  const checker = app.program.getTypeChecker();
  const { files, lifecycle } = appCode(app);
  const values = new ValuePaths(checker, lifecycle, files);
  const path = values.of(expression);
  const [part, key, ...inner] = path?.root === 'meta' ? path.members : [];
  if (part !== 'global' || key === undefined) return [];
  const given = new KeptValues(values.functions)
    .assignedTo(key)
    .filter(({ target }) => isPath(values.of(target), 'meta', [part, key]));
  const found = given.flatMap(({ value }) => {
    let type: ts.Type | undefined = checker.getTypeAtLocation(value);
    for (const member of inner) {
      const property = checker.getPropertyOfType(checker.getNonNullableType(type), member);
      if (property === undefined) return [];
      type = checker.getTypeOfSymbol(property);
    }
    const property = checker.getPropertyOfType(checker.getNonNullableType(type), name.text);
    return property?.declarations ?? [];
  });
  // What the language and PostHog have is declared elsewhere.
  return [...new Set(found)].filter((node) => app.files.includes(node.getSourceFile()));
}
