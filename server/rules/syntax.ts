/**
 * syntax: PostHog takes the types out of the code and makes it CommonJS, with a compiler of its time; what is newer, and
 * what it never read, keeps the app from being loaded (reference 4.4). Errors of reading are told by the editor's own
 * support of the language, so the rule leaves them to parseErrors.ts, for the command line. What throws as the code comes
 * there, a constant that gets another value, is told here, as that support says nothing of it in plain JavaScript.
 *
 * ```js
 * const page = await fetch('https://example.com')
 * export function onEvent() {}
 * ```
 */
import ts from 'typescript';
import { type AssignedConstant, assignedConstants } from '../../platform/assignedConstants.ts';
import type { NodeRule } from './nodeRule.ts';
import { appCode } from './support/appCode.ts';
import { isBundled } from './support/bundledCode.ts';
import { isCaught } from './support/places.ts';
import { postHogReading } from './support/postHogReading.ts';

export const syntax: NodeRule = {
  name: 'syntax',
  create: ({ app, isBuilt, profile, report }) => {
    const tell = (file: ts.SourceFile, more = ''): void => {
      const { refused, unreadable } = postHogReading(file, profile);
      for (const { length, message, start } of unreadable?.isJsx === true ? [unreadable] : refused)
        report({ file: file.fileName, start, length }, message + more);
    };
    return {
      file(file) {
        // A build turns all of it into plain code.
        if (isBuilt) return;
        if (file.fileName === app.entryFile && file.statements.length === 0) {
          report(
            { file: file.fileName, start: 0, length: Math.min(1, file.text.length) },
            'PostHog cannot load an app without code. Export a function that it calls, such as processEvent or onEvent.',
          );
        }
        tell(file);
        for (const assigned of assignedConstants(ts, file)) {
          if (!isBundled(file, assigned.name.pos)) report(assigned.name, constantMessage(assigned));
        }
      },
      end() {
        const { made } = appCode(app);
        if (made !== undefined) tell(made, ' Build the app for an older target, such as es2021.');
      },
    };
  },
};

/** The app is loaded, and this throws as it comes there. */
function constantMessage({ isSure, kind, name }: AssignedConstant): string {
  const [what, way] = kinds[kind];
  const when = isSure ? 'where the app comes to it' : 'where it would give it another value';
  const goesOn = isCaught(name) ? ', and only the catch around it goes on' : '';
  return `${name.text} is ${what}, so this throws ${when}${goesOn}. ${way}`;
}

const kinds: Readonly<Record<AssignedConstant['kind'], readonly [what: string, way: string]>> = {
  class: ['a constant inside of its class', 'Put the value into a variable of your own.'],
  constant: ['a constant', 'Declare it with let.'],
  export: ['a constant', 'Declare it with let.'],
  import: ['an import', 'Put it into a variable of your own.'],
};
