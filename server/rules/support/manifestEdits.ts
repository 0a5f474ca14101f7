/** Edits of `plugin.json` that leave the rest of the file as its author has written it. */
import { findNodeAtLocation, type JSONPath, type Node, parseTree } from 'jsonc-parser';
import type { AppProgram } from '../../analysis/appProgram.ts';
import type { Fix } from '../../analysis/finding.ts';

interface Edit {
  readonly offset: number;
  readonly length: number;
  readonly content: string;
}

/** A fix that takes an entry out of plugin.json, with its comma and its line. */
export function removeNode(app: AppProgram, title: string, node: Node): Fix {
  return fixOf(app, title, removal(app.manifestText, node));
}

/**
 * A fix that sets a value in plugin.json, in the style of what stands beside it.
 *
 * @param path where; what is missing of it is added. -1 as its last part is a new entry at the end of a list.
 */
export function setValue(app: AppProgram, title: string, path: JSONPath, value: unknown): Fix {
  const text = app.manifestText;
  const root = parseTree(text);
  if (root === undefined)
    return fixOf(app, title, { offset: 0, length: text.length, content: JSON.stringify(value) });
  const there = findNodeAtLocation(root, path);
  if (there !== undefined) {
    const content = written(value, text, there.offset, isOnOneLine(text, there));
    return fixOf(app, title, { offset: there.offset, length: there.length, content });
  }
  const name = path.at(-1) ?? 0;
  const parent = findNodeAtLocation(root, path.slice(0, -1));
  if (parent !== undefined) return fixOf(app, title, insertion(text, parent, name, value));
  return setValue(app, title, path.slice(0, -1), typeof name === 'string' ? { [name]: value } : [value]);
}

function fixOf({ manifestPath: file }: AppProgram, title: string, { offset, length, content }: Edit): Fix {
  return { title, changes: [{ span: { file, start: offset, length }, newText: content }] };
}

function removal(text: string, node: Node): Edit {
  // An entry of an object begins with its name.
  const { length, offset } = node.parent?.type === 'property' ? node.parent : node;
  const behind = /^\s*,/.exec(text.slice(offset + length))?.[0];
  const previous = text.slice(0, offset).trimEnd();
  const start = previous.length - (behind === undefined && previous.endsWith(',') ? 1 : 0);
  return { offset: start, length: offset + length + (behind?.length ?? 0) - start, content: '' };
}

/** A new entry at the end of an object or a list. */
function insertion(text: string, parent: Node, name: string | number, value: unknown): Edit {
  const label = typeof name === 'string' ? `${JSON.stringify(name)}:${isDense(text) ? '' : ' '}` : '';
  const last = parent.children?.at(-1);
  if (last === undefined) return filled(text, parent, label, value);
  const offset = last.offset + last.length;
  if (isOnOneLine(text, parent)) {
    const content = `,${isDense(text) ? '' : ' '}${label}${written(value, text, offset, true)}`;
    return { offset, length: 0, content };
  }
  const neighbour = last.type === 'property' ? last.children?.[1] : last;
  const isNeighbourOnOneLine = neighbour?.type === 'object' && isOnOneLine(text, neighbour);
  const content = written(value, text, last.offset, isNeighbourOnOneLine);
  return {
    offset,
    length: 0,
    content: `,${endOfLine(text)}${indentAt(text, last.offset)}${label}${content}`,
  };
}

/** An object or a list that was empty. */
function filled(text: string, { offset, length, type }: Node, label: string, value: unknown): Edit {
  const [open, close] = type === 'array' ? ['[', ']'] : ['{', '}'];
  if (!text.trim().includes('\n')) {
    const space = type === 'array' || isDense(text) ? '' : ' ';
    return {
      offset,
      length,
      content: `${open}${space}${label}${written(value, text, offset, true)}${space}${close}`,
    };
  }
  const outer = `${endOfLine(text)}${indentAt(text, offset)}`;
  const inner = `${outer}${indentUnit(text)}`;
  const content = pretty(value, indentUnit(text)).replaceAll('\n', inner);
  return { offset, length, content: `${open}${inner}${label}${content}${outer}${close}` };
}

function written(value: unknown, text: string, offset: number, isInline: boolean): string {
  if (isInline) return isDense(text) ? JSON.stringify(value) : inline(value);
  return pretty(value, indentUnit(text)).replaceAll('\n', `${endOfLine(text)}${indentAt(text, offset)}`);
}

function pretty(value: unknown, indent: string): string {
  return JSON.stringify(value, undefined, indent);
}

/** On one line, with blanks as people put them. */
function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([name, entry]) => `${JSON.stringify(name)}: ${inline(entry)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

/** Whether the file has no blanks behind its colons. */
function isDense(text: string): boolean {
  return !/"\s*:\s/.test(text) && /"\s*:/.test(text);
}

function isOnOneLine(text: string, { offset, length }: Node): boolean {
  return !text.slice(offset, offset + length).includes('\n');
}

/** The blanks with which the line of a place begins. */
function indentAt(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', offset - 1) + 1))?.[0] ?? '';
}

function indentUnit(text: string): string {
  return /^([ \t]+)\S/m.exec(text)?.[1] ?? '  ';
}

function endOfLine(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}
