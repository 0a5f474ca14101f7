/** What the parts of the view are drawn with. */
import type { ViewMessage } from '../../../protocol/panel.ts';
import type { TimelineFilter, ViewState } from './store.ts';

export interface ViewContext {
  readonly state: ViewState;
  /** Tells the client what the user did. */
  readonly send: (message: ViewMessage) => void;
  /** Shows only a part of the timeline. */
  readonly filter: (filter: TimelineFilter) => void;
  /** Whether something that opens and closes is open. */
  readonly isOpen: (id: string, byDefault: boolean) => boolean;
  readonly toggle: (id: string, isOpen: boolean) => void;
}
