import * as vscode from 'vscode';

export interface PickOptions<T> {
  readonly title: string;
  readonly placeHolder: string;
  /** The entry that Enter takes. */
  readonly active: T | undefined;
  /** A button of an entry was pressed: gives the entries that are left. */
  readonly onButton?: (item: T) => PromiseLike<readonly T[]>;
}

/** As `vscode.window.showQuickPick`, with the entry that is chosen already under the cursor, so that Enter changes nothing. */
export async function pickFrom<T extends vscode.QuickPickItem>(
  items: readonly T[],
  { title, placeHolder, active, onButton }: PickOptions<T>,
): Promise<T | undefined> {
  const pick = vscode.window.createQuickPick<T>();
  pick.title = title;
  pick.placeholder = placeHolder;
  pick.matchOnDescription = true;
  pick.items = items;
  if (active !== undefined) pick.activeItems = [active];
  const chosen = new Promise<T | undefined>((resolve) => {
    pick.onDidAccept(() => resolve(pick.selectedItems[0]));
    pick.onDidHide(() => resolve(undefined));
  });
  pick.onDidTriggerItemButton(async ({ item }) => {
    const left = await onButton?.(item);
    if (left !== undefined) pick.items = left;
  });
  pick.show();
  try {
    return await chosen;
  } finally {
    pick.dispose();
  }
}
