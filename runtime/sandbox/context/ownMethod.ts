/**
 * The methods of the language as they were before the app came. The bundler makes a call of this of each call of such a
 * method in the app's realm, that of packages included: see scripts/ownMethods.ts.
 */
const { apply } = Reflect;
const { isArray } = Array;
const { create, getOwnPropertyDescriptors } = Object;

type Method = (...values: readonly unknown[]) => unknown;
type Methods = { readonly [name: string]: Method };

function methodsOf(prototype: object): Methods {
  return create(
    null,
    getOwnPropertyDescriptors<Record<string, unknown>>(prototype as Record<string, unknown>),
  ) as Methods;
}

const ofText = methodsOf(String.prototype);
const ofList = methodsOf(Array.prototype);
const ofNumber = methodsOf(Number.prototype);
const ofFunction = methodsOf(Function.prototype);
const ofOther: Methods = create(null) as Methods;

/** What `of[name](...values)` gives in a realm that nobody has changed. */
export function ownMethod(of: unknown, name: string, ...values: readonly unknown[]): unknown {
  // Of what has no such method, the language says so.
  const method = kindOf(of)[name] ?? (of as Methods)[name];
  return apply(method as Method, of, values);
}

function kindOf(of: unknown): Methods {
  switch (typeof of) {
    case 'string':
      return ofText;
    case 'number':
      return ofNumber;
    case 'function':
      return ofFunction;
    default:
      return isArray(of) ? ofList : ofOther;
  }
}
