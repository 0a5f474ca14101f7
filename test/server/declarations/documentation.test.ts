import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { commonJs, errorsIn, globals, node, vm } from './errorsIn.ts';

describe.each([
  ['globals.d.ts', globals],
  ['vm.d.ts', vm],
  ['node.d.ts', node],
  ['commonjs.d.ts', commonJs],
])('the documentation in %s', (_name, path) => {
  const members = documentedMembers(path);

  it('says something of every member', () => {
    expect(members.filter(({ text }) => text === '').map(({ name }) => name)).toEqual([]);
  });

  it('has an example for all that can be called', () => {
    // The bytes of a number: twenty-four members that differ by the name of its kind alone.
    const alike = /^PostHogVm\.BufferMethods\.(?:read|write)[A-Z]/;
    const bare = members.filter(({ isCallable, examples }) => isCallable && examples.length === 0);
    expect(bare.map(({ name }) => name).filter((name) => !alike.test(name))).toEqual([]);
  });

  it('has an example for each kind of object that an app gets or gives, and for each member of meta', () => {
    const names = members.filter(({ examples }) => examples.length > 0).map(({ name }) => name);
    const wanted = [
      'PluginEvent',
      'ProcessedPluginEvent',
      'PostHogEvent',
      'Webhook',
      'Attachment',
      'CaptureProperties',
      ...['config', 'attachments', 'global', 'cache', 'storage', 'geoip', 'jobs', 'metrics', 'utils'].map(
        (name) => `PluginMeta.${name}`,
      ),
      ...['data', 'host', 'projectApiKey', 'personalApiKey'].map((name) => `ApiMethodOptions.${name}`),
      'RequestHeaders.headers',
    ].map((name) => `PostHogApp.${name}`);
    const byPath = new Map([
      [globals, ['posthog', 'RetryError', ...wanted]],
      [vm, ['console', 'fetch', 'URL']],
      [node, ['Buffer', 'global']],
      [commonJs, ['module', 'exports', 'require']],
    ]);
    const expected = byPath.get(path) ?? [];
    expect(expected.filter((name) => !names.includes(name))).toEqual([]);
  });

  it('has examples that compile', () => {
    const examples = members.flatMap(({ name, examples: texts }) =>
      texts.map((text) => (text.startsWith('export ') ? text : inFunction(name, text))),
    );
    expect(examples.length).toBeGreaterThan(path === commonJs ? 2 : 15);
    // Each in a file of its own would take a minute; a namespace keeps their names apart as well.
    const code = examples.map((text, index) => `namespace Example${index} {\n${text}\n}`).join('\n');
    const own = path === commonJs ? `${readFileSync(commonJs, 'utf8')}\n${code}` : `${code}\nexport {}`;
    expect(errorsIn(own, { vm: true })).toEqual([]);
  });
});

interface DocumentedMember {
  readonly name: string;
  readonly isCallable: boolean;
  readonly text: string;
  readonly examples: readonly string[];
}

/** What a file declares, with what is written about it; members of types that have no name are left out. */
function documentedMembers(path: string): readonly DocumentedMember[] {
  const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const found: DocumentedMember[] = [];
  const visit = (node: ts.Node, prefix: string): void => {
    const name = `${prefix}${nameOf(node)}`;
    const docs = ts.getJSDocCommentsAndTags(node).filter((doc) => ts.isJSDoc(doc));
    const tags = docs.flatMap((doc) => doc.tags ?? []);
    const textOf = ({ comment }: ts.JSDoc | ts.JSDocTag): string => ts.getTextOfJSDocComment(comment) ?? '';
    found.push({
      name,
      isCallable: callable(node),
      text: [...docs, ...tags.filter(ts.isJSDocDeprecatedTag)].map(textOf).join(''),
      examples: tags.filter(({ tagName }) => tagName.text === 'example').map(textOf),
    });
    for (const member of membersOf(node)) visit(member, `${name}.`);
  };
  for (const statement of file.statements) visit(statement, '');
  return found;
}

function nameOf(node: ts.Node): string {
  if (ts.isVariableStatement(node)) return node.declarationList.declarations[0]?.name.getText() ?? '';
  if (ts.isConstructSignatureDeclaration(node)) return 'new';
  if (ts.isCallSignatureDeclaration(node)) return 'call';
  if (ts.isIndexSignatureDeclaration(node)) return 'index';
  return ts.getNameOfDeclaration(node as ts.Declaration)?.getText() ?? '';
}

function callable(node: ts.Node): boolean {
  return (
    ts.isMethodSignature(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isConstructSignatureDeclaration(node) ||
    ts.isCallSignatureDeclaration(node)
  );
}

function membersOf(node: ts.Node): readonly ts.Node[] {
  if (ts.isInterfaceDeclaration(node)) return node.members;
  if (ts.isModuleDeclaration(node) && node.body !== undefined) {
    return ts.isModuleBlock(node.body) ? node.body.statements : [node.body];
  }
  const literal = ts.isPropertySignature(node) ? node.type : undefined;
  return literal !== undefined && ts.isTypeLiteralNode(literal)
    ? literal.members.filter((member) => member.name !== undefined)
    : [];
}

/** Examples stand in the middle of an app: around them is what such a place has. */
function inFunction(name: string, text: string): string {
  const [, type = ''] = /^PostHogApp\.(PluginEvent|PostHogEvent|Webhook)/.exec(name) ?? [];
  const event = type === 'Webhook' ? 'PostHogEvent' : type === '' ? 'ProcessedPluginEvent' : type;
  const around = [
    `event: PostHogApp.${event}`,
    'meta: PostHogApp.PluginMeta',
    'events: PostHogApp.ProcessedPluginEvent[]',
    'response: PostHogApp.Response',
    'action: PostHogApp.Action',
    'url: URL',
    'error: Error',
    'value: unknown',
    'id: number',
    'milliseconds: number',
    'invoice: { paid_at: number; amount: number }',
    'rates: object',
  ];
  // A name that the example declares itself is no parameter.
  const parameters = around.filter(
    (parameter) => !new RegExp(`\\bconst \\{? ?${parameter.split(':')[0]}\\b`).test(text),
  );
  return `async function example(${parameters.join(', ')}) {\n${text}\n}`;
}
