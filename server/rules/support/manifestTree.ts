/** `plugin.json` as a tree with places, for rules that look into it. Source: reference 5. */
import { findNodeAtLocation, getNodeValue, type JSONPath, type Node } from 'jsonc-parser';
import type { AppProgram } from '../../analysis/appProgram.ts';
import type { Span } from '../../analysis/finding.ts';

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

/** The texts that a field of the type `choice` offers, each once; none of other fields. */
export function choicesOf(field: FieldNode): readonly string[] {
  if (textOf(valueNode(field, 'type')) !== 'choice') return [];
  const listed = valueNode(field, 'choices')?.children ?? [];
  return [...new Set(listed.flatMap((choice) => textOf(choice) ?? []))];
}

export function textOf(node: Node | undefined): string | undefined {
  return node?.type === 'string' ? String(getNodeValue(node)) : undefined;
}

export function spanOfNode({ offset, length }: Node, { manifestPath }: AppProgram): Span {
  return { file: manifestPath, start: offset, length };
}
