/** An app as the analysis sees it: its manifest and a type-checked program over its files. */
import type ts from 'typescript';
import type { Manifest } from '../../platform/manifest.ts';
import type { Profile } from '../../platform/profiles.ts';

export interface AppProgram {
  /** Folder of plugin.json, absolute, with `/` (as file names in the program are written). */
  readonly root: string;
  readonly manifest: Manifest;
  readonly manifestPath: string;
  /** The text of plugin.json as it stands, broken or not. */
  readonly manifestText: string;
  /** Whether plugin.json cannot be read as it stands. */
  readonly isManifestBroken: boolean;
  /** The file PostHog loads: `main`, else index.js or index.ts; undefined when there is none. */
  readonly entryFile: string | undefined;
  readonly program: ts.Program;
  /** The app's own source files in the program: no declarations, nothing from node_modules. */
  readonly files: readonly ts.SourceFile[];
  /** What PostHog it is written for; the default where nothing is said. */
  readonly profile?: Profile;
}
