/** What the features build on; start.ts makes one of each. */
import type * as vscode from 'vscode';
import type { AppList } from './apps.ts';
import type { Consents } from './consent.ts';
import type { Keys } from './keys.ts';
import type { KnownHosts } from './knownHosts.ts';
import type { ConfigStore } from './panel/configStore.ts';
import type { InputChoices } from './panel/inputChoices.ts';
import type { InputFiles } from './panel/inputFiles.ts';
import type { RunDocuments } from './panel/runDocuments.ts';
import type { RunHistory } from './panel/history/runHistory.ts';
import type { ProjectNames } from './projectNames.ts';
import type { RuntimeProcess } from './runtimeProcess.ts';

export interface Services {
  readonly context: vscode.ExtensionContext;
  readonly output: vscode.LogOutputChannel;
  readonly apps: AppList;
  /** Settles when the apps that there are have been found. */
  readonly searched: () => Promise<void>;
  readonly keys: Keys;
  /** For lists of hosts to choose from. */
  readonly hosts: KnownHosts;
  readonly consents: Consents;
  readonly projectNames: ProjectNames;
  readonly config: ConfigStore;
  readonly inputs: InputChoices;
  readonly inputFiles: InputFiles;
  /** The runs of this workspace. */
  readonly history: RunHistory;
  readonly documents: RunDocuments;
  /** The runtime process; it starts with the first run. */
  readonly runtime: () => RuntimeProcess;
}
