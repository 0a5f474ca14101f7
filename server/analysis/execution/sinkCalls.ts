/** Calls that send an event. */
import type ts from 'typescript';
import type { Value } from './values.ts';

/** A call that sends an event, as it is executed. */
export interface SinkCall {
  readonly kind: SinkKind;
  /** What to mark in the code. */
  readonly node: ts.Node;
  readonly name: Value;
  readonly properties: Value;
  /** Whether it is not certain that it takes an event. */
  readonly isUncertain: boolean;
  /** How the call is named in messages: `posthog.capture`. */
  readonly label: string;
}

export type SinkKind = 'capture' | 'api' | 'request' | 'webhook' | 'person';
