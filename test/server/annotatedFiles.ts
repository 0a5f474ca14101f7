/** Test workspaces as text: several files, each after a line `//- /path`, and `$0` where the cursor is. */

export interface AnnotatedFiles {
  readonly files: ReadonlyMap<string, string>;
  /** Where `$0` stood. */
  readonly cursor: { readonly path: string; readonly offset: number } | undefined;
}

export function readAnnotatedFiles(text: string): AnnotatedFiles {
  const files = new Map<string, string>();
  let cursor: AnnotatedFiles['cursor'];
  for (const part of text.split(/^[ \t]*\/\/- /m).slice(1)) {
    const end = part.indexOf('\n');
    const path = part.slice(0, end).trim();
    const content = part.slice(end + 1);
    const offset = content.indexOf('$0');
    if (offset >= 0) cursor = { path, offset };
    files.set(path, content.replace('$0', ''));
  }
  return { files, cursor };
}
