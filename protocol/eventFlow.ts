/** Which events lead to which through the apps of a workspace: what *Show Event Flow* draws and `posthog-apps flow` prints. */

export interface FlowApp {
  readonly name: string;
  /** URI of the folder that holds plugin.json. */
  readonly rootUri: string;
}

/** An event, by what is known of its name. */
export interface FlowEvent {
  /** `'signup'`, `'copied …'`, or words such as `any event`. */
  readonly label: string;
  /** Whether events of that name come back to themselves. */
  readonly isInLoop: boolean;
  /** Whether apps capture something when it comes in that they capture for any event, which is not drawn again. */
  readonly goesOnAsAny: boolean;
}

/** A place that captures one event when it handles another. */
export interface FlowEdge {
  /** Index in {@link EventFlowGraph.events}: what is handled. */
  readonly from: number;
  /** Index in {@link EventFlowGraph.events}: what is captured. */
  readonly to: number;
  /** Index in {@link EventFlowGraph.apps}. */
  readonly app: number;
  /** Name of the entry point, such as `onEvent`. */
  readonly entryPoint: string;
  /** What sends, such as `posthog.capture`. */
  readonly label: string;
  readonly uri: string;
  /** From 0, as in the language server protocol. */
  readonly line: number;
  readonly character: number;
  /** Where the entry point is; absent where nobody asked. */
  readonly handler?: { readonly uri: string; readonly line: number; readonly character: number };
  /** Indexes of the other apps whose processEvent makes of the event what is handled; absent where none does. */
  readonly changedBy?: readonly number[];
  /** Whether it happens where the apps stand in one order, and not in another; absent where that is the same. */
  readonly isByOrder?: boolean;
  /** Whether something besides the event decides, such as a setting or the answer of a server. */
  readonly isConditional: boolean;
  readonly isInLoop: boolean;
}

export interface EventFlowGraph {
  readonly apps: readonly FlowApp[];
  readonly events: readonly FlowEvent[];
  readonly edges: readonly FlowEdge[];
  /** Each a list of indexes of {@link edges}, in order, the last of which leads to where the first begins. */
  readonly loops: readonly (readonly number[])[];
  /** Indexes of {@link apps}: those that let no event through; absent where there is none. */
  readonly droppedBy?: readonly number[];
  /** Why arrows or loops may be missing; absent when all was looked at. */
  readonly cuts?: readonly FlowCut[];
}

/** Something that was not followed to its end, since that would take too long. */
export type FlowCut =
  /** The code of that app (an index of {@link EventFlowGraph.apps}) takes too many steps. */
  | { readonly kind: 'code'; readonly app: number }
  /** There are more events than are looked at: these (indexes of {@link EventFlowGraph.events}) were left out. */
  | { readonly kind: 'events'; readonly events: readonly number[] }
  /** There are more loops than are listed. */
  | { readonly kind: 'loops'; readonly listed: number };
