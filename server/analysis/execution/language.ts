/** How syntax is executed: what the machine asks of the parts that know the language, and what they keep of a function. */
import type ts from 'typescript';
import type { Turn } from './generators.ts';
import type { ObjectType, Store } from './heap.ts';
import type { Machine } from './machine.ts';
import type { JoinPoint } from './paths.ts';
import type { Value } from './values.ts';

/** How the machine executes syntax; given from outside, because the parts need each other. */
export interface Language {
  evaluate(machine: Machine, node: ts.Expression, scope: Store): Value;
  /** Says whether a path goes on after the statement. */
  execute(machine: Machine, node: ts.Statement, scope: Store): boolean;
  /** Calls every alternative of the callee. */
  call(machine: Machine, callee: Value, call: CallRequest): Value;
  /** A method that values of a type have from the language itself. */
  methodOf(type: MethodOwner, name: string): Value | undefined;
  /** A global of the language or of PostHog. */
  globalOf(machine: Machine, name: string): Value | undefined;
}

export type MethodOwner = ObjectType | 'string' | 'number' | 'any';

/** The function that is being executed. */
export interface Activation {
  /** Where `return` leads. */
  readonly end: JoinPoint;
  /** What a generator has yielded. */
  readonly yields: Value[];
  /** What it has yielded on some paths only, with what has to be so for that. */
  readonly conditionalYields: Value[];
  /** How far a generator is executed. */
  readonly turn: Turn;
  /** Where `break` and `continue` lead, innermost last. */
  readonly targets: JumpTarget[];
  /** What `return` does in what a compiler made steps of. */
  onReturn?: (returned: ts.Expression | undefined, scope: Store) => void;
}

export interface JumpTarget {
  readonly labels: readonly string[];
  readonly onBreak: JoinPoint;
  /** Undefined for what is no loop. */
  readonly onContinue: JoinPoint | undefined;
  /** Whether a break without a label ends it. */
  readonly isPlain: boolean;
}

export interface CallRequest {
  readonly self: Value;
  readonly args: readonly Value[];
  /** The call in the code. */
  readonly node: ts.Node;
  readonly isNew?: boolean;
  /** Whose methods the new object has, where that is not the callee: the third argument of `Reflect.construct`. */
  readonly newTarget?: Value;
  /** Whether a generator is what a compiler made of an `async` function: `yield` is `await` in it. */
  readonly isAsyncBody?: boolean;
  /** Name of the callee for the chain of calls, where its declaration has none. */
  readonly name?: string;
}
