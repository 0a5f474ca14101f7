/** The webhook that an app has PostHog send for an event, as a request that may bring an event back. */
import ts from 'typescript';
import { both, either } from './execution/facts.ts';
import { commonPath } from './execution/joins.ts';
import type { Machine } from './execution/machine.ts';
import { getNamed } from './execution/objects.ts';
import { stepOf } from './execution/pathSteps.ts';
import { noteRequest } from './execution/requests.ts';
import type { Root } from './execution/session.ts';
import { isNullish, objectsOf, type Value } from './execution/values.ts';

/** The webhook that composeWebhook returns is a request like any other (reference 2.8). */
export function sendWebhook(machine: Machine, root: Root, webhook: Value | undefined): void {
  if (webhook === undefined) return;
  const objects = webhook.of.filter((simple) => simple.kind === 'reference');
  const node = objectsOf(webhook)[0]?.sites.get('url') ?? root.node;
  if (objects.length === 0 || node === undefined) return;
  const { facts, path } = machine;
  underReturnOf(machine, webhook, root.node);
  const about = (name: string): Value => getNamed(machine, { of: objects, condition: undefined }, name, node);
  const method = about('method');
  const site = root.site ?? root.node ?? node;
  machine.frame = { name: root.name, site, parent: undefined, depth: 1, node: root.node ?? node };
  noteRequest(machine, node, 'the webhook', {
    url: about('url'),
    method: method.of.every(isNullish) ? undefined : method,
    body: about('body'),
    kind: 'webhook',
  });
  machine.frame = undefined;
  machine.facts = facts;
  machine.path = path;
}

/** Goes where the function that was just called gives an object: on its other ways it sends nothing. */
function underReturnOf(machine: Machine, webhook: Value, node: ts.Node | undefined): void {
  const sending = machine.returned.filter(({ value }) => objectsOf(value).length > 0);
  const paths = sending.map(({ path }) => path);
  if (sending.length > 0) {
    machine.path = paths.reduce(commonPath);
    machine.facts = sending.map((arrival) => arrival.facts).reduce(either);
  }
  const truth = machine.truth(sending.length === 1 ? (sending[0]?.value ?? webhook) : webhook);
  const decides = node === undefined || truth.can !== 'both' ? undefined : returnCondition(node);
  if (sending.length !== 1 || decides === undefined) return;
  machine.facts = both(machine.facts, truth.whenTrue) ?? machine.facts;
  machine.path = { ...stepOf(decides.node, true, truth, machine), outcome: decides.outcome };
}

/** What decides in the only value that a function returns, and how: `event.event === 'a' ? null : { url }`. */
function returnCondition(node: ts.Node): { readonly node: ts.Node; readonly outcome: boolean } | undefined {
  if (!ts.isFunctionLike(node) || !('body' in node) || node.body === undefined) return undefined;
  const { body } = node;
  const last = ts.isBlock(body) ? body.statements.at(-1) : undefined;
  let value = ts.isBlock(body)
    ? last !== undefined && ts.isReturnStatement(last)
      ? last.expression
      : undefined
    : body;
  while (value !== undefined && ts.isParenthesizedExpression(value)) value = value.expression;
  if (value === undefined) return undefined;
  if (ts.isConditionalExpression(value)) {
    const isNothing =
      value.whenTrue.kind === ts.SyntaxKind.NullKeyword || value.whenTrue.getText() === 'undefined';
    return { node: value.condition, outcome: !isNothing };
  }
  return ts.isBinaryExpression(value) && value.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken
    ? { node: value.left, outcome: true }
    : undefined;
}
