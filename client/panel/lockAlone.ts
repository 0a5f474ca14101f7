/**
 * Locks the group of the run panel and the event flow where they open in an empty window, so that files open beside them
 * then, too: the editor locks groups by itself only where there are several. It leaves the last group locked when they are
 * closed; that is unlocked here.
 */
import * as vscode from 'vscode';
import { typeOfOurs } from './codeColumn.ts';

export class LockAlone implements vscode.Disposable {
  readonly #subscription: vscode.Disposable;
  /** Whether there is nothing but ours. The group is locked when that begins: who unlocks it then has it unlocked. */
  #isAlone = false;
  /** Whether there was something of ours. */
  #wasThere = false;

  constructor() {
    const { tabGroups } = vscode.window;
    const update = (): void => void this.#update();
    this.#subscription = vscode.Disposable.from(
      tabGroups.onDidChangeTabs(update),
      tabGroups.onDidChangeTabGroups(update),
    );
    update();
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  async #update(): Promise<void> {
    const { all } = vscode.window.tabGroups;
    const types = all.flatMap(({ tabs }) => tabs.map(typeOfOurs));
    const wasAlone = this.#isAlone;
    const wasThere = this.#wasThere;
    this.#wasThere = types.some((type) => type !== undefined);
    this.#isAlone = all.length === 1 && this.#wasThere && types.every(isToLock);
    if (this.#isAlone && !wasAlone) {
      await vscode.commands.executeCommand('workbench.action.lockEditorGroup');
    } else if (all.length === 1 && wasThere && !this.#wasThere) {
      // The next file would open beside an empty group, or beside the code.
      await vscode.commands.executeCommand('workbench.action.unlockEditorGroup');
    }
  }
}

/** @param type what the editor calls it; undefined for what is not ours. */
function isToLock(type: string | undefined): boolean {
  const editors = vscode.workspace.getConfiguration('workbench.editor');
  const locks = editors.get<Readonly<Record<string, boolean>>>('autoLockGroups');
  return type !== undefined && locks?.[type] === true;
}
