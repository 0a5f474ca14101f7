/** Whether a question about a piece of code is ours to answer; see owner.ts for who knows what. */
import ts from 'typescript';
import type { ServerContext, Located } from '../context.ts';
import { type Owner, type OwnerContext, ownerOfExpression, ownerOfSymbol } from '../analysis/owner.ts';

export class Answers {
  readonly file: ts.SourceFile;
  readonly checker: ts.TypeChecker;
  readonly #owners: OwnerContext;
  readonly #provider;

  constructor(context: ServerContext, { service, path, document }: Located) {
    const { program } = service.program();
    const file = program.getSourceFile(path);
    if (file === undefined) throw new Error(`The program of the app does not have ${path}.`);
    this.file = file;
    this.checker = program.getTypeChecker();
    this.#owners = { checker: this.checker, isOurs: (source) => service.isOurDeclaration(source) };
    this.#provider = context.providerOf(document.uri);
  }

  /** Whether members, values or signatures of an expression are ours to tell. */
  aboutExpression(expression: ts.Node): boolean {
    return this.#isOurs(() => ownerOfExpression(expression, this.#owners));
  }

  /** Whether a name by itself is ours to tell. */
  aboutSymbol(symbol: ts.Symbol | undefined): boolean {
    return this.#isOurs(() => ownerOfSymbol(symbol, this.#owners));
  }

  /**
   * Whether the editor's own support offers each word of the file where it knows nothing better, as it does in
   * JavaScript: a suggestion of ours that is such a word would be there twice.
   */
  get areWordsOffered(): boolean {
    return (
      this.#provider !== 'serverAlone' && /\.[cm]?jsx?$/.test(this.file.fileName) && !isChecked(this.file)
    );
  }

  #isOurs(owner: () => Owner): boolean {
    if (this.#provider === 'serverAlone') return true;
    const is = owner();
    return is === 'handler' || (is === 'declared' && this.#provider === 'server');
  }
}

/** `// @ts-check` turns the words off. */
function isChecked(file: ts.SourceFile): boolean {
  const comments = ts.getLeadingCommentRanges(file.text, 0) ?? [];
  return comments.some(({ pos, end }) => /@ts-check\b/.test(file.text.slice(pos, end)));
}
