/**
 * What `posthog-env.d.ts` tells of an app: it is written when plugin.json and the code are saved, and until then whoever
 * has the types from it knows nothing of what is new.
 */
import ts from 'typescript';

export interface DeclaredPart {
  readonly names: ReadonlySet<string>;
  /** Of those that may be a few texts alone, which. */
  readonly texts: ReadonlyMap<string, ReadonlySet<string>>;
  /** Whether it lets any other name be. */
  readonly isOpen: boolean;
  /** Whether such another name may be anything. */
  readonly isAny: boolean;
}

/** What the declarations for all apps say of a part of which an app says nothing. */
const anything: DeclaredPart = { names: new Set(), texts: new Map(), isOpen: true, isAny: true };

/** The parts of `meta` by their names, such as `config`. */
type DeclaredParts = ReadonlyMap<string, DeclaredPart>;

const start = /\binterface\s+App\s*\{/g;

/** Of the last file that was asked for: it is asked for again with each question. */
let known: { readonly text: string; readonly parts: DeclaredParts } | undefined;

/** @param text of a `posthog-env.d.ts`; undefined where it says nothing of an app. */
export function partDeclaredIn(text: string, name: string): DeclaredPart | undefined {
  if (known?.text !== text) known = { text, parts: read(text) };
  return known.parts.size === 0 ? undefined : (known.parts.get(name) ?? anything);
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
  const types = (ts.isIntersectionTypeNode(type) ? [...type.types] : [type]).map(withoutMark);
  const members = types.filter(ts.isTypeLiteralNode).flatMap((literal) => [...literal.members]);
  const others = [...types.filter(ts.isMappedTypeNode), ...members.filter(ts.isIndexSignatureDeclaration)];
  return {
    names: new Set(members.flatMap((member) => nameOf(member) ?? [])),
    texts: new Map(
      members.flatMap((member) => {
        const name = nameOf(member);
        const texts = ts.isPropertySignature(member) ? textsOf(member.type) : [];
        return name === undefined || texts.length === 0 ? [] : [[name, new Set(texts)] as const];
      }),
    ),
    isOpen: others.length > 0,
    isAny: others.some((one) => one.type?.kind === ts.SyntaxKind.AnyKeyword),
  };
}

/** The members of `OfCode<{ … }>`. */
function withoutMark(type: ts.TypeNode): ts.TypeNode {
  const [marked] = ts.isTypeReferenceNode(type) ? (type.typeArguments ?? []) : [];
  return marked ?? type;
}

function textsOf(type: ts.TypeNode | undefined): readonly string[] {
  if (type === undefined) return [];
  if (ts.isUnionTypeNode(type)) return type.types.flatMap((one) => textsOf(one));
  return ts.isLiteralTypeNode(type) && ts.isStringLiteral(type.literal) ? [type.literal.text] : [];
}

function nameOf({ name }: ts.TypeElement): string | undefined {
  return name !== undefined && (ts.isIdentifier(name) || ts.isStringLiteral(name)) ? name.text : undefined;
}
