/**
 * Results that are no event, no list of events or no webhook, whatever happens: PostHog takes anything that is not empty
 * for one, and what comes behind it breaks (reference 2.4, 2.8).
 */
import ts from 'typescript';
import { withoutWrapping } from './valuePaths.ts';

interface Wanted {
  readonly what: string;
  readonly advice: string;
  /** A member without which an object is none; null where a list is wanted. */
  readonly member: string | null;
}

const wantedBy: ReadonlyMap<string, Wanted> = new Map([
  ['processEvent', { what: 'no event', advice: 'Return the event, or null to drop it.', member: 'event' }],
  ['processEventBatch', { what: 'no list of events', advice: 'Return the list of events.', member: null }],
  [
    'composeWebhook',
    { what: 'no webhook', advice: 'Return an object with url and body, or null for none.', member: 'url' },
  ],
]);

/**
 * What is wrong with a result.
 *
 * @param name of the lifecycle export that returns it.
 * @returns undefined where the result may be right, or nobody can tell.
 */
export function wrongResult(
  result: ts.Expression,
  name: string,
  checker: ts.TypeChecker,
): { readonly message: string } | undefined {
  const wanted = wantedBy.get(name);
  if (wanted === undefined) return undefined;
  const kind = kindOfLiteral(result, wanted) ?? kindOfType(result, wanted, checker);
  if (kind === undefined) return undefined;
  return { message: `${name} returns ${kind} here, which is ${wanted.what}. ${wanted.advice}` };
}

/** Only of an object that is written out it is certain that no member is added to it. */
function kindOfLiteral(result: ts.Expression, { member }: Wanted): string | undefined {
  const literal = withoutWrapping(result);
  if (!ts.isObjectLiteralExpression(literal)) return undefined;
  if (member === null) return 'an object';
  const names = literal.properties.map(({ name }) =>
    name !== undefined && (ts.isIdentifier(name) || ts.isStringLiteral(name)) ? name.text : undefined,
  );
  return names.includes(undefined) || names.includes(member) ? undefined : `an object without ${member}`;
}

function kindOfType(result: ts.Expression, { member }: Wanted, checker: ts.TypeChecker): string | undefined {
  const type = checker.getTypeAtLocation(result);
  const awaited = checker.getAwaitedType(type) ?? type;
  const kinds = (awaited.isUnion() ? awaited.types : [awaited]).map((part) => kindOf(part, checker, member));
  return kinds.every((kind) => kind !== 'perhaps right') ? kinds.find((kind) => kind !== 'empty') : undefined;
}

/** `empty` drops the event, which may be meant. */
function kindOf(type: ts.Type, checker: ts.TypeChecker, member: string | null): string {
  const { flags } = type;
  if ((flags & (ts.TypeFlags.Null | ts.TypeFlags.VoidLike | ts.TypeFlags.Never)) !== 0) return 'empty';
  if ((flags & ts.TypeFlags.BooleanLiteral) !== 0) {
    return checker.typeToString(type) === 'false' ? 'empty' : 'true';
  }
  if (type.isLiteral() && (type.value === '' || type.value === 0)) return 'empty';
  if ((flags & ts.TypeFlags.StringLike) !== 0) return 'a text';
  if ((flags & ts.TypeFlags.NumberLike) !== 0) return 'a number';
  if (checker.isArrayType(type) || checker.isTupleType(type))
    return member === null ? 'perhaps right' : 'a list';
  if ((flags & ts.TypeFlags.Object) !== 0 && type.getCallSignatures().length > 0) return 'a function';
  return 'perhaps right';
}
