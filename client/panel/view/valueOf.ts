/** The value of the field that an event came from. */
export function valueOf(event: Event): string {
  const { target } = event;
  return target instanceof HTMLElement && 'value' in target ? String(target.value) : '';
}
