/** Apps for tests of conditions: code before a handler, its body, and what has to be found under the call in it. */
/** The body of `onEvent(event, { config, global, cache, storage })`; the sink stands on a line of its own. */
export type Cases = Readonly<Record<string, string>>;

const sink = /posthog(?:\.api)?\.(?:capture|post)/;

/** Puts the expected finding under the sink. */
export function marked(code: string, expectation: string): string {
  return code
    .split('\n')
    .map((line) => {
      const found = sink.exec(line);
      if (found === null) return line;
      const width = found[0].length;
      return found.index >= 2
        ? `${line}\n//${' '.repeat(found.index - 2)}${'^'.repeat(width)} ${expectation}`
        : line;
    })
    .join('\n');
}

function handler(body: string): string {
  return /\b(export|module\.exports)\b/.test(body)
    ? body
    : `export async function onEvent(event, { config, global, cache, storage }) {\n${body}\n}`;
}

/** `prefix | body`: code before the handler. */
export function program(code: string): string {
  const [before, body] = code.includes('\n---\n') ? code.split('\n---\n') : ['', code];
  return `${before ?? ''}\n${handler(body ?? '')}`;
}
