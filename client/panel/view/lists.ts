/**
 * What the editor's own drop-down lists do and those of the components leave out: they close when the focus goes elsewhere,
 * and a letter chooses the next entry that begins with it.
 */
import { VscodeSingleSelect } from '@vscode-elements/elements/dist/vscode-single-select/index.js';

/** Letters that come sooner after one another are the beginning of one word. */
const longestPauseMs = 700;

/** @param root what the lists are in, also those that are not there yet. */
export function completeLists(root: ParentNode & EventTarget): void {
  root.addEventListener('focusout', ({ target }) => close(target));
  // The focus goes to the code or the palette, too, of which the page gets nothing else.
  window.addEventListener('blur', () => {
    for (const list of root.querySelectorAll('vscode-single-select')) close(list);
  });
  let typed = '';
  let typedAt = 0;
  root.addEventListener('keydown', (event) => {
    if (!(event instanceof KeyboardEvent) || !(event.target instanceof VscodeSingleSelect)) return;
    const { altKey, ctrlKey, key, metaKey, target, timeStamp } = event;
    if (altKey || ctrlKey || metaKey || key.length !== 1 || key === ' ') return;
    typed = (timeStamp - typedAt < longestPauseMs ? typed : '') + key.toLowerCase();
    typedAt = timeStamp;
    choose(target, typed);
  });
}

function close(list: EventTarget | null): void {
  if (list instanceof VscodeSingleSelect) list.open = false;
}

/** @param typed the beginning of an entry; the same letter again goes on to the next one. */
function choose(list: VscodeSingleSelect, typed: string): void {
  const letter = typed.slice(0, 1);
  const isSame = typed === letter.repeat(typed.length);
  const { options, selectedIndex } = list;
  const from = selectedIndex + (isSame ? 1 : 0);
  const order = options.map((_, place) => (place + from) % options.length);
  const beginning = isSame ? letter : typed;
  const found = order.find((place) => options[place]?.label?.toLowerCase().startsWith(beginning) === true);
  if (found === undefined || found === selectedIndex) return;
  list.selectedIndex = found;
  list.dispatchEvent(new Event('change'));
}
