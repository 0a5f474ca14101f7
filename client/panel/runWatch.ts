/** *Watch*: whether a run is repeated when something that it reads changes, and what that is. */
import * as vscode from 'vscode';
import type { Services } from '../services.ts';
import { rootsOf, type RunTarget } from './chosenTarget.ts';
import { WatchedFiles } from './watchedFiles.ts';

export class RunWatch implements vscode.Disposable {
  readonly #services: Pick<Services, 'config' | 'inputs'>;
  readonly #repeat: () => void;
  #files: WatchedFiles | undefined;

  /** @param repeat called once for each change, while it is on. */
  constructor(services: Pick<Services, 'config' | 'inputs'>, repeat: () => void) {
    this.#services = services;
    this.#repeat = repeat;
  }

  get isOn(): boolean {
    return this.#files !== undefined;
  }

  /** Begins or ends. */
  set(isOn: boolean, target: RunTarget): void {
    if (isOn === this.isOn) return;
    this.#files?.dispose();
    this.#files = isOn ? new WatchedFiles(this.#repeat) : undefined;
    this.update(target);
  }

  /** Looks at the apps of a target, and what else a run of them reads. */
  update(target: RunTarget): void {
    if (this.#files === undefined) return;
    const { config, inputs } = this.#services;
    const { rootUri, entryPoint } = target;
    const roots = rootsOf(target);
    const attached = roots.flatMap((uri) => Object.values(config.entries(uri).attachments));
    const list = entryPoint === null ? null : inputs.listOf(rootUri, entryPoint);
    const events = list !== null && 'file' in list.from ? [vscode.Uri.parse(list.from.file).fsPath] : [];
    this.#files.set(
      roots.map((uri) => vscode.Uri.parse(uri)),
      [...attached, ...events],
    );
  }

  dispose(): void {
    this.#files?.dispose();
    this.#files = undefined;
  }
}
