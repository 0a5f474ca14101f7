/** Brings the outcome into sight when the user has run something or looks at a run of before. The focus stays. */
import type { ViewMessage } from '../../../protocol/panel.ts';
import type { ViewState } from './store.ts';

/** What the user does in the list of runs: the list stays where it is if the outcome can be seen beside it. */
const inTheList: readonly ViewMessage['type'][] = ['openRun', 'replayRun', 'debugRun'];
const runs: readonly ViewMessage['type'][] = ['run', 'debug', 'runCaptured', 'runHop', 'runRow'];

/** Of the outcome, so much is its head: what became of the run, in words and numbers. */
const headHeight = 170;
/** What is brought into sight of it, so that the next one, which may be longer, needs no other move. */
const wantedHeight = 240;
/** In a low window so much of it is enough, so that the run that was chosen stays in sight. */
const leastHeight = 84;
const margin = 12;

export class OutcomeInSight {
  /** The run whose outcome has been shown; undefined until the panel has told of one or none. */
  #seen: number | null | undefined;
  /** The run that is on without an older outcome beside it; it says so in the place of its own. */
  #begun: number | null = null;
  /** What the user did last, until its outcome is there. */
  #asked: ViewMessage['type'] | null = null;

  /** The run that the one that is shown is compared with. */
  #compared: string | null = null;

  /** The user did something in the panel. */
  asked({ type }: ViewMessage): void {
    if (inTheList.includes(type) || runs.includes(type)) this.#asked = type;
  }

  /** After the panel was drawn, with its lists. */
  drawn({ shown, panel }: ViewState, root: ParentNode): void {
    if (panel === null) return;
    this.#showComparison(panel.comparison?.id ?? null, root);
    const id = shown?.id ?? null;
    if (id === null && panel.run !== null && panel.run.id !== this.#begun) {
      this.#begun = panel.run.id;
      bring(root, false);
    }
    const before = this.#seen;
    this.#seen = id;
    if (before === undefined || id === null || id === before) return;
    const asked = this.#asked;
    this.#asked = null;
    // A run that follows a save leaves what is being read in its place, and so does a panel that comes back with its last.
    if (asked === null && (panel.isWatching || shown?.isPast === true)) return;
    bring(root, asked !== null && inTheList.includes(asked));
  }

  /** It is asked for in the list of runs, and stands below the outcome. */
  #showComparison(id: string | null, root: ParentNode): void {
    const isNew = id !== null && id !== this.#compared && this.#seen !== undefined;
    this.#compared = id;
    if (isNew) root.querySelector('.comparison')?.scrollIntoView({ block: 'nearest', behavior: behavior() });
  }
}

/** Of several apps in order, the list of what each made of it begins it. */
function placeOfOutcome(root: ParentNode): Pick<DOMRect, 'top' | 'height'> | undefined {
  const outcome = root.querySelector('.outcome')?.getBoundingClientRect();
  const top = root.querySelector('.chain')?.getBoundingClientRect().top ?? outcome?.top;
  return outcome === undefined || top === undefined ? undefined : { top, height: outcome.bottom - top };
}

/** @param isBeside whether the list of runs is to stay in sight as far as it can. */
function bring(root: ParentNode, isBeside: boolean): void {
  const outcome = placeOfOutcome(root);
  const head = root.querySelector('.head')?.getBoundingClientRect();
  if (outcome === undefined || head === undefined) return;
  const above = outcome.top - head.bottom - margin;
  const below = (height: number): number =>
    outcome.top + Math.min(height, outcome.height) + margin - window.innerHeight;
  if (above >= -margin && below(isBeside ? headHeight : outcome.height) <= 0) return;
  const chosen =
    root.querySelector('.past-runs .shown')?.getBoundingClientRect().top ?? Number.POSITIVE_INFINITY;
  const least = Math.max(chosen - head.bottom - margin, below(leastHeight));
  const top = isBeside && above > 0 ? Math.min(above, below(wantedHeight), least) : above;
  window.scrollBy({ top, behavior: behavior() });
}

function behavior(): ScrollBehavior {
  return window.matchMedia('(prefers-reduced-motion: reduce)').matches ? 'instant' : 'smooth';
}
