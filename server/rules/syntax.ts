/**
 * syntax: PostHog takes the types out of the code and makes it CommonJS, with a compiler of its time; what is newer, and
 * what it never read, keeps the app from being loaded (reference 4.4). Errors of reading are told by the editor's own
 * support of the language, so the rule leaves them to parseErrors.ts, for the command line.
 *
 * ```js
 * const page = await fetch('https://example.com')
 * export function onEvent() {}
 * ```
 */
import type ts from 'typescript';
import type { NodeRule } from './nodeRule.ts';
import { appCode } from './support/appCode.ts';
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
      },
      end() {
        const { made } = appCode(app);
        if (made !== undefined) tell(made, ' Build the app for an older target, such as es2021.');
      },
    };
  },
};
