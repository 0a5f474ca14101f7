/** Signature help: the parameters of what is being called. */
import {
  type ServerCapabilities,
  type SignatureHelp,
  type SignatureHelpParams,
  SignatureHelpTriggerKind,
  type SignatureInformation,
} from 'vscode-languageserver';
import ts from 'typescript';
import { nodeBefore } from '../analysis/position.ts';
import type { ServerContext } from '../context.ts';
import { Answers } from './answers.ts';
import { markdown, plainText } from './documentation.ts';

export function registerSignatureHelp(context: ServerContext): ServerCapabilities {
  context.connection.onSignatureHelp(
    context.handle('answering signature help', null, async (params) => signatureHelp(context, params)),
  );
  return { signatureHelpProvider: { triggerCharacters: ['(', ',', '<'], retriggerCharacters: [')'] } };
}

async function signatureHelp(
  context: ServerContext,
  { textDocument, position, context: trigger }: SignatureHelpParams,
): Promise<SignatureHelp | null> {
  const located = await context.locate(textDocument.uri);
  if (located === undefined) return null;
  const { document, service, path } = located;
  const offset = document.offsetAt(position);
  const answers = new Answers(context, located);
  const callee = calleeAround(nodeBefore(answers.file, offset), offset);
  if (callee === undefined) return null;
  const isUntold = ts.isPropertyAccessExpression(callee) && answers.isUntold(callee.name);
  if (!isUntold && !answers.aboutExpression(callee)) return null;
  const items = service.languageService.getSignatureHelpItems(path, offset, {
    triggerReason: reason(trigger),
  });
  if (items === undefined) return null;
  return {
    signatures: items.items.map((item) => describe(item)),
    activeSignature: items.selectedItemIndex,
    activeParameter: items.argumentIndex,
  };
}

/** What is called by the innermost call whose parentheses hold the offset. */
function calleeAround(node: ts.Node, offset: number): ts.Node | undefined {
  for (let at: ts.Node | undefined = node; at !== undefined; at = at.parent) {
    if ((ts.isCallExpression(at) || ts.isNewExpression(at)) && offset > at.expression.end)
      return at.expression;
    if (ts.isFunctionLike(at)) return undefined;
  }
  return undefined;
}

function reason(context: SignatureHelpParams['context']): ts.SignatureHelpTriggerReason {
  const character = context?.triggerCharacter;
  if (context?.triggerKind !== SignatureHelpTriggerKind.TriggerCharacter) return { kind: 'invoked' };
  return character === '(' || character === ',' || character === '<'
    ? { kind: 'characterTyped', triggerCharacter: character }
    : { kind: 'invoked' };
}

function describe(item: ts.SignatureHelpItem): SignatureInformation {
  const parameters = item.parameters.map(({ displayParts }) => plainText(displayParts));
  const label = `${plainText(item.prefixDisplayParts)}${parameters.join(
    plainText(item.separatorDisplayParts),
  )}${plainText(item.suffixDisplayParts)}`;
  return {
    label,
    documentation: markdown(
      undefined,
      item.documentation,
      item.tags.filter(({ name }) => name !== 'param'),
    ),
    parameters: item.parameters.map(({ documentation }, index) => ({
      label: parameters[index] ?? '',
      documentation: markdown(undefined, documentation, undefined),
    })),
  };
}
