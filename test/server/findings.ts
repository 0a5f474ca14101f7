/**
 * Checks an app given as annotated source: `//- /path` starts a file, carets under a line mark what must be
 * reported there, with severity and a piece of the message. An unmarked finding and an unmet mark both fail.
 *
 *     //- /index.js
 *     export function onEvent(event) {
 *       posthog.capture('seen')
 *     //^^^^^^^^^^^^^^^ warning: Endless loop
 *     }
 */
import { expect } from 'vitest';
import { readAppFolder } from '../../server/analysis/appFolder.ts';
import type { AppProgram } from '../../server/analysis/appProgram.ts';
import { Files } from '../../server/analysis/files.ts';
import type { Finding } from '../../server/analysis/finding.ts';
import { AppServices } from '../../server/analysis/program.ts';
import type { LintLevels } from '../../server/lintSettings.ts';
import { checkApp } from '../../server/rules/checkApp.ts';
import { loopLevels } from './levels.ts';
import { MemoryHost } from './memoryHost.ts';

interface Mark {
  readonly file: string;
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

interface Fixture {
  readonly files: ReadonlyMap<string, string>;
  readonly marks: readonly Mark[];
}

const appRoot = '/app';

/** Reads the annotated source. Without `//- /path` it is `/index.js`. */
export function parseFixture(source: string): Fixture {
  const files = new Map<string, string>();
  const marks: Mark[] = [];
  let path = '/index.js';
  let lines: string[] = [];
  const flush = (): void => {
    if (lines.some((line) => line.trim() !== '')) files.set(appRoot + path, `${lines.join('\n')}\n`);
    lines = [];
  };
  for (const line of source.replace(/^\n/, '').split('\n')) {
    const start = /^\s*\/\/- (\/\S+)/.exec(line)?.[1];
    if (start !== undefined) {
      flush();
      path = start;
      continue;
    }
    const mark = /^\s*(?:\/\/)?\s*(\^+) (\w+:.*)$/.exec(line);
    if (mark === null) lines.push(line);
    else {
      const at = line.indexOf('^');
      marks.push({
        file: appRoot + path,
        line: lines.length - 1,
        start: at,
        end: at + (mark[1]?.length ?? 0),
        text: (mark[2] ?? '').trim(),
      });
    }
  }
  flush();
  if (!files.has(`${appRoot}/plugin.json`)) files.set(`${appRoot}/plugin.json`, manifestFor(files));
  return { files, marks };
}

function manifestFor(files: ReadonlyMap<string, string>): string {
  const main = [...files.keys()].find((file) => /\/index\.[jt]s$/.test(file)) ?? `${appRoot}/index.js`;
  return JSON.stringify({ name: 'Test', main: main.slice(appRoot.length + 1), config: [] });
}

/** An app in memory, over the real declarations. */
export function programOf(files: ReadonlyMap<string, string>): AppProgram {
  return editableApp(files).program();
}

export interface EditableApp {
  /** What the editor has of a file now. */
  edit(path: string, text: string): void;
  program(): AppProgram;
  /** Lets go of all that was worked out so far. */
  forget(): void;
}

/** An app whose files can be edited, as an editor does; unchanged files are not parsed again. */
export function editableApp(files: ReadonlyMap<string, string>): EditableApp {
  const cache = new Files(new MemoryHost(files));
  const app = readAppFolder(cache, appRoot, () => true, true);
  if (app === undefined) throw new Error('The fixture is no app.');
  const services = new AppServices(cache);
  return {
    edit: (path, text) => cache.setOpen(path, text),
    program: () => services.of(app).program(),
    forget: () => services.drop(app.root),
  };
}

export function findingsOf(source: string, levels: LintLevels = loopLevels): readonly Finding[] {
  return checkApp(programOf(parseFixture(source).files), levels);
}

/** The one thing that tests of rules call. */
export function check(source: string, levels: LintLevels = loopLevels): void {
  const { files, marks } = parseFixture(source);
  const program = programOf(files);
  const findings = checkApp(program, levels).map((finding) => describeFinding(program, finding));
  const missing = marks.filter((mark) => !findings.some((finding) => fits(finding, mark)));
  const unmarked = findings.filter((finding) => !marks.some((mark) => fits(finding, mark)));
  expect({ missing, unmarked }).toEqual({ missing: [], unmarked: [] });
}

function describeFinding(program: AppProgram, finding: Finding): Mark {
  const file = program.program.getSourceFile(finding.span.file);
  if (file === undefined) throw new Error(`A finding in an unknown file: ${finding.span.file}`);
  const start = file.getLineAndCharacterOfPosition(finding.span.start);
  const end = file.getLineAndCharacterOfPosition(finding.span.start + finding.span.length);
  return {
    file: finding.span.file,
    line: start.line,
    start: start.character,
    end: end.line === start.line ? end.character : Infinity,
    text: `${finding.severity}: ${finding.message}`,
  };
}

/** Carets may start one or two columns late where the span begins at the edge. */
function fits(finding: Mark, mark: Mark): boolean {
  const [severity, piece] = [
    mark.text.slice(0, mark.text.indexOf(':')),
    mark.text.slice(mark.text.indexOf(':') + 2),
  ];
  return (
    finding.file === mark.file &&
    finding.line === mark.line &&
    mark.start >= finding.start &&
    mark.start <= finding.start + 2 &&
    finding.end === mark.end &&
    finding.text.startsWith(`${severity}:`) &&
    finding.text.includes(piece)
  );
}

/** Applies the fix of that title at the only finding that has it, and gives the new source of `/index.js` or `.ts`. */
export function applyFix(source: string, title: string): string {
  const { files } = parseFixture(source);
  const fix = checkApp(programOf(files), loopLevels)
    .flatMap((finding) => finding.fixes)
    .find((each) => each.title.includes(title));
  if (fix === undefined) throw new Error(`There is no fix with "${title}".`);
  const edited = new Map(files);
  for (const change of fix.changes.toSorted((one, other) => other.span.start - one.span.start)) {
    const text = edited.get(change.span.file) ?? '';
    const { start, length } = change.span;
    edited.set(change.span.file, text.slice(0, start) + change.newText + text.slice(start + length));
  }
  return [...edited].map(([path, text]) => `//- ${path.slice(appRoot.length)}\n${text}`).join('\n');
}
