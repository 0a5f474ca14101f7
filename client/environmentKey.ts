/** Settings that name an environment variable instead of holding a value: `${env:NAME}`. */

const pattern = /^\$\{env:([A-Za-z_]\w*)\}$/;

/** The name of the variable, or undefined when the text is no reference to one. */
export function environmentName(text: string): string | undefined {
  return pattern.exec(text.trim())?.[1];
}

/** What is wrong with a text that begins like a reference to a variable and is none; undefined for all others. */
export function referenceProblem(text: string): string | undefined {
  const value = text.trim();
  return /^\$|^env:/.test(value) && environmentName(value) === undefined
    ? 'A variable is named as ${env:NAME}, with letters, digits and _ in its name.'
    : undefined;
}

/** A value where each place that can set it is told apart: who wrote it decides what it may do. */
export interface Layers {
  /** The user's own: user settings, or the settings of the machine. */
  readonly user: string | undefined;
  /** A file of the workspace: anybody may have written it. */
  readonly workspace: string | undefined;
  readonly folder: string | undefined;
}

/** The value that counts, and whether it came with the workspace. */
export function effectiveValue(layers: Layers): {
  readonly value: string;
  readonly isFromWorkspace: boolean;
} {
  const fromWorkspace = layers.folder ?? layers.workspace;
  return fromWorkspace === undefined
    ? { value: layers.user ?? '', isFromWorkspace: false }
    : { value: fromWorkspace, isFromWorkspace: true };
}

/** The value itself where only a reference should stand; undefined for a reference, and for nothing. */
export function literalIn(value: string | undefined): string | undefined {
  const text = value?.trim() ?? '';
  return text === '' || environmentName(text) !== undefined ? undefined : text;
}
