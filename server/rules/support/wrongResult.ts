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
  /** What an object that is written out needs besides, with what to do. */
  readonly others?: { readonly members: readonly string[]; readonly advice: string };
}

const wantedBy: ReadonlyMap<string, Wanted> = new Map([
  [
    'processEvent',
    {
      what: 'no event',
      advice: 'Return the event, or null to drop it.',
      member: 'event',
      others: {
        members: ['distinct_id', 'team_id'],
        advice: 'Return a copy with what is to change: { ...event, event: … }.',
      },
    },
  ],
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
  const wrongMember = name === 'composeWebhook' ? wrongWebhook(result, checker) : undefined;
  if (wrongMember !== undefined) return { message: wrongMember };
  const missing = missingMember(result, wanted);
  if (missing !== undefined) return { message: missing };
  const kind = kindOfLiteral(result, wanted) ?? kindOfType(result, wanted, checker);
  if (kind === undefined) return undefined;
  return { message: `${name} returns ${kind} here, which is ${wanted.what}. ${wanted.advice}` };
}

/** Only of an object that is written out it is certain that no member is added to it. */
function kindOfLiteral(result: ts.Expression, { member }: Wanted): string | undefined {
  if (member === null) return ts.isObjectLiteralExpression(withoutWrapping(result)) ? 'an object' : undefined;
  const names = namesWritten(result);
  if (names === undefined) return undefined;
  if (!names.includes(member)) return `an object without ${member}`;
  // A GET has none.
  return member === 'url' && !names.includes('body') && !names.includes('method')
    ? 'an object without body'
    : undefined;
}

/** An event in which PostHog finds nobody whose it is, or another project than its own (reference 2.4). */
function missingMember(result: ts.Expression, { member, others }: Wanted): string | undefined {
  const names = others === undefined ? undefined : namesWritten(result);
  if (others === undefined || names === undefined || member === null || !names.includes(member))
    return undefined;
  const missing = others.members.filter((name) => !names.includes(name));
  return missing.length === 0
    ? undefined
    : `This is a new event without ${missing.join(' and ')}. ${others.advice}`;
}

/** The names of an object that is written out; undefined where others may come, and for anything else. */
function namesWritten(result: ts.Expression): readonly string[] | undefined {
  const literal = withoutWrapping(result);
  if (!ts.isObjectLiteralExpression(literal)) return undefined;
  const names = literal.properties.map(({ name }) =>
    name !== undefined && (ts.isIdentifier(name) || ts.isStringLiteral(name)) ? name.text : undefined,
  );
  return names.every((name) => name !== undefined) ? names : undefined;
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
  const isWanted = member !== null && type.getProperty(member) !== undefined;
  return (isWanted ? undefined : objectKinds.get(type.getSymbol()?.name ?? '')) ?? 'perhaps right';
}

/** Objects that nobody takes for an event or a webhook of theirs. */
const objectKinds: ReadonlyMap<string, string> = new Map([
  ['Response', 'the answer to a request'],
  ['Date', 'a date'],
  ['Map', 'a map'],
  ['Set', 'a set'],
]);

const webhookMethods: readonly string[] = ['POST', 'GET', 'PUT', 'DELETE', 'PATCH'];

/** A member of a webhook that is written out and cannot be sent (reference 2.8). */
function wrongWebhook(result: ts.Expression, checker: ts.TypeChecker): string | undefined {
  const literal = withoutWrapping(result);
  if (!ts.isObjectLiteralExpression(literal)) return undefined;
  for (const property of literal.properties) {
    const { name } = property;
    if (
      name === undefined ||
      !ts.isIdentifier(name) ||
      !(ts.isPropertyAssignment(property) || ts.isShorthandPropertyAssignment(property))
    )
      continue;
    const type = checker.getTypeAtLocation(ts.isPropertyAssignment(property) ? property.initializer : name);
    const wrong = wrongMember(name.text, type, checker);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

function wrongMember(name: string, type: ts.Type, checker: ts.TypeChecker): string | undefined {
  const isOther = (type.flags & otherThanText) !== 0;
  const isObject = (type.flags & ts.TypeFlags.Object) !== 0;
  switch (name) {
    case 'url':
      return isOther || isObject
        ? 'The url of a webhook is a text, and this is none. Write the address, or `${value}`.'
        : undefined;
    case 'body':
      return isOther || isObject
        ? 'The body of a webhook is a text, and this is none. Write JSON.stringify(…) around it.'
        : undefined;
    case 'method':
      return type.isStringLiteral() && !webhookMethods.includes(type.value)
        ? `A webhook has no method ${type.value}. Use ${webhookMethods.join(', ')}; without one it is POST.`
        : undefined;
    case 'headers':
      return isOther || checker.isArrayType(type) || (type.flags & ts.TypeFlags.StringLike) !== 0
        ? 'The headers of a webhook are an object of texts, and these are none.'
        : undefined;
    default:
      return undefined;
  }
}

const otherThanText =
  ts.TypeFlags.NumberLike |
  ts.TypeFlags.BooleanLike |
  ts.TypeFlags.BigIntLike |
  ts.TypeFlags.Null |
  ts.TypeFlags.Undefined;
