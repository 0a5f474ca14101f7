/** Files as their author sees them: what is open in the editor wins over the disk, saved or not. */
import type { Host } from '../host.ts';
import { isWithin } from '../uris.ts';

export class Files {
  readonly host: Host;
  readonly #open = new Map<
    string,
    {
      readonly path: string;
      readonly text: string;
      readonly revision: number;
      /** Whether it was on the disk: then it is gone where it is deleted there, though its tab stays. */
      readonly wasSaved: boolean;
    }
  >();
  #revision = 0;

  constructor(host: Host) {
    this.host = host;
  }

  /** Grows whenever an open document comes, goes or changes. */
  get revision(): number {
    return this.#revision;
  }

  /** Takes the text of an open document, when it is opened and at every change. */
  setOpen(path: string, text: string): void {
    this.#revision += 1;
    const key = this.#key(path);
    const wasSaved = this.#open.get(key)?.wasSaved ?? this.host.fileVersion(path) !== undefined;
    this.#open.set(key, { path, text, revision: this.#revision, wasSaved });
  }

  /** An open document was written to the disk. */
  setSaved(path: string): void {
    const open = this.#open.get(this.#key(path));
    if (open !== undefined) this.#open.set(this.#key(path), { ...open, wasSaved: true });
  }

  /** The document was closed: the disk counts again. */
  setClosed(path: string): void {
    this.#revision += 1;
    this.#open.delete(this.#key(path));
  }

  isOpen(path: string): boolean {
    return this.#open.has(this.#key(path));
  }

  /** Paths of the open documents below a folder. */
  openWithin(folder: string): readonly string[] {
    return [...this.#open.values()].map(({ path }) => path).filter((path) => isWithin(folder, path));
  }

  /** Text of a file, or undefined when there is none. */
  read(path: string): string | undefined {
    return this.#open.get(this.#key(path))?.text ?? this.host.readFile(path);
  }

  /** Whether there is a file, or a new document that nobody has saved yet. */
  exists(path: string): boolean {
    return this.#open.get(this.#key(path))?.wasSaved === false || this.host.fileVersion(path) !== undefined;
  }

  /** Changes whenever the text does; undefined when there is no such file. */
  version(path: string): string | undefined {
    const open = this.#open.get(this.#key(path));
    return open === undefined ? this.host.fileVersion(path) : `open ${open.revision}`;
  }

  #key(path: string): string {
    return this.host.isCaseSensitive ? path : path.toLowerCase();
  }
}
