/** Files that all programs of apps share. */
import ts from 'typescript';
import { nodeDeclarations, vmDeclarations } from '../../platform/imports.ts';
import { restDeclarations } from '../../platform/restDeclarations.ts';
import type { Host } from '../host.ts';
import { isWithin, joinPath } from '../uris.ts';
import { moduleText } from './moduleText.ts';
import { snapshotOf } from './textSnapshot.ts';

/** Files that never change while the server runs: TypeScript's libraries and our declarations. */
export class SharedFiles {
  readonly host: Host;
  readonly vmFile: string;
  /** A name that no file has: what PostHog answers is written out of the catalogue. */
  readonly restFile: string;
  readonly #nodeFile: string;
  readonly #snapshots = new Map<string, ts.IScriptSnapshot | undefined>();

  constructor(host: Host) {
    this.host = host;
    this.vmFile = joinPath(host.assets.declarations, vmDeclarations);
    this.#nodeFile = joinPath(host.assets.declarations, nodeDeclarations);
    this.restFile = joinPath(host.assets.declarations, 'rest.d.ts');
  }

  /** Whether a file declares what PostHog's VM has as browsers or Node do. */
  isOfVm(fileName: string): boolean {
    return fileName === this.vmFile || fileName === this.#nodeFile;
  }

  has(fileName: string): boolean {
    const { library, declarations } = this.host.assets;
    return fileName === library || isWithin(declarations, fileName);
  }

  /** TypeScript asks for them again at each edit, so they are read once. */
  snapshot(fileName: string): ts.IScriptSnapshot | undefined {
    let snapshot = this.#snapshots.get(fileName);
    if (snapshot === undefined) {
      const text = fileName === this.restFile ? restDeclarations() : moduleText(this.host, fileName);
      snapshot = snapshotOf(text);
      this.#snapshots.set(fileName, snapshot);
    }
    return snapshot;
  }
}

/** Holds the parsed library and declarations in the registry, also while there is no app. */
export function keepShared(
  shared: SharedFiles,
  registry: ts.DocumentRegistry,
  options: ts.CompilerOptions,
): void {
  const { library, declarations } = shared.host.assets;
  for (const path of [library, joinPath(declarations, 'globals.d.ts'), shared.restFile, shared.vmFile]) {
    const snapshot = shared.snapshot(path);
    if (snapshot !== undefined) {
      registry.acquireDocument(path, options, snapshot, sharedVersion, ts.ScriptKind.TS);
    }
  }
}

/** The one version of files that never change. */
export const sharedVersion = '1';
