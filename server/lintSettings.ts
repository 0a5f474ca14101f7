/** The levels of the rules, as the user set them: asked from the client, by folder, and kept until they change. */
import {
  type ClientCapabilities,
  type Connection,
  DidChangeConfigurationNotification,
} from 'vscode-languageserver';
import { type SettingKey, settings, settingsSection } from '../protocol/settings.ts';
import { pathToUri } from './uris.ts';

/**
 * Values of the settings below `posthogApps.lint.`, by their last part: a rule, or `endingLoops`; `profile`; and `checkJs`,
 * the editor's own setting.
 */
export type LintLevels = Readonly<Record<string, string>>;

const prefix = 'lint.';

/** Of VS Code: JavaScript without a configuration is checked as if it asked for that. */
const ofEditor = 'js/ts.implicitProjectConfig';

/** The levels when nobody set any. */
export const defaultLevels: LintLevels = Object.fromEntries(
  (Object.keys(settings) as SettingKey[]).flatMap((key) =>
    key.startsWith(prefix) ? [[key.slice(prefix.length), String(settings[key].default)]] : [],
  ),
);

export class LintSettings {
  readonly #connection: Connection;
  readonly #byRoot = new Map<string, Promise<LintLevels>>();
  readonly #listeners: (() => void)[] = [];
  #canAsk = false;

  constructor(connection: Connection) {
    this.#connection = connection;
    connection.onDidChangeConfiguration(() => {
      this.#byRoot.clear();
      for (const listener of this.#listeners) listener();
    });
  }

  onDidChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  start(client: ClientCapabilities): void {
    this.#canAsk = client.workspace?.configuration === true;
    if (client.workspace?.didChangeConfiguration?.dynamicRegistration !== true) return;
    void this.#connection.client.register(DidChangeConfigurationNotification.type, {
      section: [settingsSection, ofEditor],
    });
  }

  /** The levels for an app; the defaults where the client has none to give. */
  async levelsFor(root: string): Promise<LintLevels> {
    if (!this.#canAsk) return defaultLevels;
    let levels = this.#byRoot.get(root);
    if (levels === undefined) {
      levels = this.#ask(root);
      this.#byRoot.set(root, levels);
    }
    return levels;
  }

  async #ask(root: string): Promise<LintLevels> {
    const scopeUri = pathToUri(root);
    const [answer, profile, checkJs]: unknown[] = await this.#connection.workspace.getConfiguration([
      { scopeUri, section: `${settingsSection}.lint` },
      { scopeUri, section: `${settingsSection}.profile` },
      { scopeUri, section: `${ofEditor}.checkJs` },
    ]);
    const set = Object.entries(answer ?? {}).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    );
    return {
      ...defaultLevels,
      ...Object.fromEntries(set),
      ...(typeof profile === 'string' ? { profile } : {}),
      ...(checkJs === true ? { checkJs: 'true' } : {}),
    };
  }
}
