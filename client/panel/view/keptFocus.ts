/** The keyboard's focus, where it would fall to the page. */

/**
 * Gives the focus back to what had it when the user comes back from an input box or a file chooser of the editor, which
 * may leave it on nothing.
 */
export function keepFocus(root: ShadowRoot): void {
  let last: HTMLElement | undefined;
  root.addEventListener('focusin', ({ target }) => {
    if (target instanceof HTMLElement) last = target;
  });
  window.addEventListener('focus', () => {
    if (root.activeElement === null && last?.isConnected === true) last.focus({ preventScroll: true });
  });
}

/** Moves the focus from a button that is about to go to what it belongs to. */
export function focusInstead({ currentTarget }: Event, around: string, wanted: string): void {
  if (!(currentTarget instanceof HTMLElement)) return;
  currentTarget.closest(around)?.querySelector<HTMLElement>(wanted)?.focus();
}
