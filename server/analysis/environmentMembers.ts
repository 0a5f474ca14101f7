/**
 * What `posthog-env.d.ts` tells of an app: it is written when plugin.json and the code are saved, and until then whoever
 * has the types from it knows nothing of what is new.
 */
import ts from 'typescript';

export interface DeclaredPart {
  readonly names: ReadonlySet<string>;
  /** Whether it lets any other name be. */
  readonly isOpen: boolean;
}

/** The parts of `meta` by their names, such as `config`. */
export type DeclaredParts = ReadonlyMap<string, DeclaredPart>;

const start = /\binterface\s+App\s*\{/g;

/** Of the last file that was asked for: it is asked for again with each question. */
let known: { readonly text: string; readonly parts: DeclaredParts } | undefined;

/** @param text of a `posthog-env.d.ts`; without anything of an app there are no parts. */
export function partsDeclaredIn(text: string): DeclaredParts {
  if (known?.text !== text) known = { text, parts: read(text) };
  return known.parts;
}

function read(text: string): DeclaredParts {
  // What holds for all apps comes first, and is long.
  const begin = [...text.matchAll(start)].at(-1)?.index;
  if (begin === undefined) return new Map();
  const [app] = ts.createSourceFile('', text.slice(begin), ts.ScriptTarget.Latest).statements;
  if (app === undefined || !ts.isInterfaceDeclaration(app)) return new Map();
  return new Map(
    app.members.flatMap((member) => {
      const name = nameOf(member);
      const isPart = name !== undefined && ts.isPropertySignature(member) && member.type !== undefined;
      return isPart ? [[name, partOf(member.type)] as const] : [];
    }),
  );
}

function partOf(type: ts.TypeNode): DeclaredPart {
  const types: readonly ts.TypeNode[] = ts.isIntersectionTypeNode(type) ? type.types : [type];
  const members = types.filter(ts.isTypeLiteralNode).flatMap((literal) => [...literal.members]);
  return {
    names: new Set(members.flatMap((member) => nameOf(member) ?? [])),
    isOpen: members.some(ts.isIndexSignatureDeclaration),
  };
}

function nameOf({ name }: ts.TypeElement): string | undefined {
  return name !== undefined && (ts.isIdentifier(name) || ts.isStringLiteral(name)) ? name.text : undefined;
}
