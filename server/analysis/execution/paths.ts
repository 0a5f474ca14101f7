/** What is kept of the ways that an execution takes: calls, conditions, and the points at which paths meet. */
import type ts from 'typescript';
import type { Facts } from './facts.ts';
import type { Changes } from './heap.ts';
import type { Lasting, Origin, Value } from './values.ts';

/** One call on the stack. */
export interface Frame {
  /** Name for people. */
  readonly name: string;
  /** The call in the caller; for an entry point, its declaration. */
  readonly site: ts.Node;
  readonly parent: Frame | undefined;
  readonly depth: number;
  /** The function. */
  readonly node: ts.Node;
  /** What it was called with, and on which way. */
  readonly args?: readonly Value[];
  readonly path?: PathStep | undefined;
  /** Whether it stands for all further calls of a recursion. */
  readonly isLast?: boolean;
}

/** A condition on the way that could not be decided, and how it has to come out. */
export interface PathStep {
  readonly node: ts.Node;
  readonly outcome: boolean;
  /** What decides; `counter` where a number is counted until it comes out in another way. */
  readonly origin: Origin;
  readonly lasting?: Lasting | undefined;
  readonly parent: PathStep | undefined;
  readonly length: number;
  /** What the outcome says of values that are not known otherwise. */
  readonly facts?: Facts;
  /** The call in which it was asked. */
  readonly frame?: Frame | undefined;
  /** Of a condition that comes out otherwise only where a setting names the event: its name. */
  readonly named?: string;
}

export interface Truth {
  readonly can: 'true' | 'false' | 'both';
  readonly whenTrue: Facts;
  readonly whenFalse: Facts;
  readonly origin: Origin;
  readonly lasting?: Lasting | undefined;
  /** Whether it is that of a promise, which is true whatever it will be. */
  readonly isOfPromise?: boolean;
}

/** One of several things that may be done. */
export interface Way {
  /** What is known where it is this one. */
  readonly facts: Facts;
  readonly origin: Origin;
  /** How what decides comes out for it. */
  readonly outcome: boolean;
  readonly run: () => Value | undefined;
}

/** One path that has come to a point where paths meet. */
export interface Arrival {
  readonly value: Value;
  readonly facts: Facts;
  readonly path: PathStep | undefined;
  /** What was different from the time when the point was opened; noted before it is undone. */
  changes: Changes | undefined;
}

/** A point where paths meet: the end of a branch, a loop, a function. */
export interface JoinPoint {
  readonly mark: number;
  newest: number;
  readonly entryPath: PathStep | undefined;
  readonly arrivals: Arrival[];
  /** Paths that went on to a point further out. */
  readonly leaks: (PathStep | undefined)[];
}

/** Where `throw` leads in the function being executed. */
export interface Handler {
  readonly point: JoinPoint;
  /** Whether the error itself is of use there, as in `catch (error)`. */
  readonly takesError: boolean;
  /** The calls that may fail, as far as other variables have other values there. */
  readonly failures: Failure[];
}

/** Calls that may fail where all variables from before are the same. */
export interface Failure {
  facts: Facts;
  /** How many changes there had been at the last of them. */
  mark: number;
  /** What is different there from the time when the handler began; undefined where it is what the last call finds. */
  readonly changes: Changes | undefined;
}

/** Code whose promise nobody waits for, while it is executed: what it does later is not done yet where the path goes on. */
export interface Unawaited {
  /** Where it begins, and the states in which it gives back control. */
  readonly point: JoinPoint;
  /** The function that does not wait for it. */
  readonly frame: Frame | undefined;
  readonly outer: Unawaited | undefined;
}
