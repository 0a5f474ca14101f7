/** Whether code can be read. */
import type ts from 'typescript';
import type { AppProgram } from '../../analysis/appProgram.ts';

/** Types are no error to PostHog in files of JavaScript; the compiler's codes from 8000 on are about those. */
const firstTypeCode = 8000;
const lastTypeCode = 8999;

/** Why a file of the app cannot be read from some place on; undefined where it can. */
export function parseErrorIn(app: AppProgram, file: ts.SourceFile): ts.DiagnosticWithLocation | undefined {
  return app.program
    .getSyntacticDiagnostics(file)
    .find(({ code }) => code < firstTypeCode || code > lastTypeCode);
}
