/** Brings the outcome into sight when the user has run something or looks at a run of before. The focus stays. */
import type { ViewMessage } from '../../../protocol/panel.ts';
import type { ViewState } from './store.ts';

/** What the user does in the list of runs: the list stays where it is if the outcome can be seen beside it. */
const inTheList: readonly ViewMessage['type'][] = ['openRun', 'replayRun', 'debugRun'];
const runs: readonly ViewMessage['type'][] = ['run', 'debug', 'runCaptured', 'runRow'];

/** Of the outcome, so much tells what became of the run. */
const leastHeight = 84;
const margin = 12;

export class OutcomeInSight {
  /** The run whose outcome has been shown; undefined until the panel has told of one or none. */
  #seen: number | null | undefined;
  /** What the user did last, until its outcome is there. */
  #asked: ViewMessage['type'] | null = null;

  /** The user did something in the panel. */
  asked({ type }: ViewMessage): void {
    if (inTheList.includes(type) || runs.includes(type)) this.#asked = type;
  }

  /** After the panel was drawn. */
  drawn({ shown, panel }: ViewState, root: ParentNode): void {
    if (panel === null) return;
    const id = shown?.id ?? null;
    const before = this.#seen;
    this.#seen = id;
    if (before === undefined || id === null || id === before) return;
    const asked = this.#asked;
    this.#asked = null;
    // A run that follows a save leaves what is being read in its place, and so does a panel that comes back with its last.
    if (asked === null && (panel.isWatching || shown?.isPast === true)) return;
    // Lists above it are drawn after it.
    requestAnimationFrame(() => bring(root, asked !== null && inTheList.includes(asked)));
  }
}

/** @param isEnough whether its beginning is enough. */
function bring(root: ParentNode, isEnough: boolean): void {
  const outcome = root.querySelector('.outcome')?.getBoundingClientRect();
  const head = root.querySelector('.head')?.getBoundingClientRect();
  if (outcome === undefined || head === undefined) return;
  const above = outcome.top - head.bottom - margin;
  const height = isEnough ? Math.min(leastHeight, outcome.height) : outcome.height;
  const below = outcome.top + height + margin - window.innerHeight;
  if (above >= -margin && below <= 0) return;
  const isCalm = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  // In the list of runs, no farther than needed: the next one to look at is there.
  const top = isEnough && above > 0 ? Math.min(above, below) : above;
  window.scrollBy({ top, behavior: isCalm ? 'instant' : 'smooth' });
}
