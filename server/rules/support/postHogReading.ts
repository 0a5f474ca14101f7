/** An app's file as PostHog's compilers read it. */
import ts from 'typescript';
import {
  firstJsx,
  parseErrorIn,
  placesOf,
  type RefusedNode,
  refusedNodes,
  type RefusedSyntax,
  refusedSyntax,
  type Unreadable,
  unreadableSyntax,
} from '../../../platform/languageLevel.ts';
import type { Profile } from '../../../platform/profiles.ts';

export interface PostHogReading {
  /** Where it cannot be read any more. */
  readonly unreadable: Unreadable | undefined;
  /** What is refused of a file that can be read. */
  readonly refused: readonly RefusedSyntax[];
}

const kept = new WeakMap<ts.SourceFile, { readonly profile: Profile; readonly reading: PostHogReading }>();

/** Reads a file as PostHog does, which may be otherwise than the editor: `<any>{}` in JavaScript is a type there. */
export function postHogReading(file: ts.SourceFile, profile: Profile): PostHogReading {
  const known = kept.get(file);
  if (known?.profile === profile) return known.reading;
  const reading = read(file, profile);
  kept.set(file, { profile, reading });
  return reading;
}

function read(file: ts.SourceFile, profile: Profile): PostHogReading {
  const mayHaveJsx = /\.(?:[cm]?js|[jt]sx)$/.test(file.fileName) && /<[\w>]/.test(file.text);
  const isOtherwise = parseErrorIn(file) !== undefined || (mayHaveJsx && firstJsx(ts, file) !== undefined);
  if (!isOtherwise) {
    const refused = file.statements.flatMap((statement) => refusedIn(statement, profile));
    return { unreadable: undefined, refused: placesOf(ts, file, refused) };
  }
  const unreadable = unreadableSyntax(ts, file.text);
  if (unreadable !== undefined) return { unreadable, refused: [] };
  const asTypeScript = ts.createSourceFile('index.ts', file.text, ts.ScriptTarget.Latest, true);
  return { unreadable, refused: refusedSyntax(ts, asTypeScript, profile) };
}

/** Statements that an edit leaves alone keep their nodes. */
const byStatement = new WeakMap<
  ts.Statement,
  { readonly profile: Profile; readonly refused: readonly RefusedNode[] }
>();

function refusedIn(statement: ts.Statement, profile: Profile): readonly RefusedNode[] {
  const known = byStatement.get(statement);
  if (known?.profile === profile) return known.refused;
  const refused = refusedNodes(ts, statement, profile);
  byStatement.set(statement, { profile, refused });
  return refused;
}
