/** `plugin.json` as a tree with places, for rules that look into it, and edits of it. Source: reference 5. */
import { findNodeAtLocation, getNodeValue, type JSONPath, modify, type Node } from 'jsonc-parser';
import type { AppProgram } from '../../analysis/appProgram.ts';
import type { Fix, Span } from '../../analysis/finding.ts';

/** A field of `config`: an entry of the list, or of the object form. */
export interface FieldNode {
  readonly key: string | undefined;
  readonly path: JSONPath;
  readonly node: Node;
  /** Where the key stands. */
  readonly keyNode: Node | undefined;
}

export function fieldNodes(root: Node): readonly FieldNode[] {
  const config = findNodeAtLocation(root, ['config']);
  if (config?.type === 'array') {
    return (config.children ?? []).flatMap((node, index) => {
      if (node.type !== 'object') return [];
      const keyNode = findNodeAtLocation(node, ['key']);
      return { key: textOf(keyNode), path: ['config', index], node, keyNode };
    });
  }
  return (config?.children ?? []).flatMap((property) => {
    const [name, node] = property.children ?? [];
    if (name === undefined || node?.type !== 'object') return [];
    const keyNode = findNodeAtLocation(node, ['key']) ?? name;
    return { key: textOf(keyNode), path: ['config', String(name.value)], node, keyNode };
  });
}

/** A value of a field. */
export function valueNode({ node }: FieldNode, name: string): Node | undefined {
  return findNodeAtLocation(node, [name]);
}

export function textOf(node: Node | undefined): string | undefined {
  return node?.type === 'string' ? String(getNodeValue(node)) : undefined;
}

export function spanOfNode({ offset, length }: Node, { manifestPath }: AppProgram): Span {
  return { file: manifestPath, start: offset, length };
}

/** A fix that takes a field out of plugin.json, with its comma and its line, and leaves the rest as it is. */
export function removeField(
  { manifestPath: file, manifestText: text }: AppProgram,
  title: string,
  { node }: FieldNode,
): Fix {
  // In the object form the entry begins with its name.
  const { length, offset } = node.parent?.type === 'property' ? node.parent : node;
  const behind = /^\s*,/.exec(text.slice(offset + length))?.[0];
  const previous = text.slice(0, offset).trimEnd();
  const start = previous.length - (behind === undefined && previous.endsWith(',') ? 1 : 0);
  const end = offset + length + (behind?.length ?? 0);
  return { title, changes: [{ span: { file, start, length: end - start }, newText: '' }] };
}

/** A fix that sets a value in plugin.json, in the style of the file. */
export function manifestFix(app: AppProgram, title: string, path: JSONPath, value: unknown): Fix {
  const { manifestPath: file, manifestText: text } = app;
  const edits = modify(text, path, value, {
    isArrayInsertion: typeof path.at(-1) === 'number' && path.at(-1) === -1,
    formattingOptions: {
      insertSpaces: !/^\t/m.test(text),
      tabSize: 2,
      eol: text.includes('\r\n') ? '\r\n' : '\n',
    },
  });
  return {
    title,
    changes: edits.map(({ content, length, offset }) => ({
      span: { file, start: offset, length },
      newText: content,
    })),
  };
}
