/** Messages between the picture of the event flow and the client. */
import type { EventFlowGraph } from './eventFlow.ts';

/** The event flow as a tab. */
export const flowViewType = 'posthogEventFlow';

export type FlowHostMessage = { readonly type: 'graph'; readonly graph: EventFlowGraph };

export type FlowViewMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'asText' }
  | {
      readonly type: 'open';
      readonly uri: string;
      readonly line: number;
      readonly character: number;
    };
