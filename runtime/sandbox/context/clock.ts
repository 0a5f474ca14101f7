/** The virtual clock of a run: it stands still while code runs, and jumps between one call and the next. */
let elapsedMs = 0;

export function setClock(milliseconds: number): void {
  elapsedMs = milliseconds;
}

/** Milliseconds since the app was loaded, on the virtual clock. */
export function clockNow(): number {
  return elapsedMs;
}
