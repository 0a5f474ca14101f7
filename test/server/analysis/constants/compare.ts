/** Constant expressions, evaluated by Node and by the interpreter. */
import { runInNewContext } from 'node:vm';
import { Session } from '../../../../server/analysis/execution/session.ts';
import { appOf } from '../../check.ts';

/** Code that is true where `place` holds what Node made of an expression. */
function sameAs(place: string, value: unknown): string {
  if (Number.isNaN(value)) return `Number.isNaN(${place})`;
  if (Object.is(value, -0)) return `1 / ${place} === -Infinity`;
  if (typeof value === 'string') return `${place} === ${JSON.stringify(value)}`;
  if (typeof value === 'bigint') return `${place} === ${value}n`;
  if (Array.isArray(value))
    return [
      `Array.isArray(${place})`,
      `${place}.length === ${value.length}`,
      ...value.map((item, index) => sameAs(`${place}[${index}]`, item)),
    ].join(' && ');
  if (typeof value !== 'object' || value === null) return `${place} === ${String(value)}`;
  return [
    `typeof ${place} === 'object'`,
    `Object.keys(${place}).length === ${Object.keys(value).length}`,
    ...Object.entries(value).map(([key, field]) => sameAs(`${place}[${JSON.stringify(key)}]`, field)),
  ].join(' && ');
}

export interface Outcomes {
  /** Decided otherwise than by Node, or thrown out of. */
  readonly wrong: readonly string[];
  /** Not decided. */
  readonly open: readonly string[];
}

/**
 * Asks for each expression, as a handler would, whether it is what Node says.
 *
 * @param expressions of which Node throws at none.
 */
export function compare(expressions: readonly string[]): Outcomes {
  const tests = expressions.map((expression) =>
    sameAs('r', runInNewContext(`(${expression})`, { URL, structuredClone })),
  );
  const jobs = expressions.map(
    (expression, index) => `j${index}() { const r = (${expression}); return ${tests[index]} },`,
  );
  const session = new Session(
    appOf(new Map([['/index.js', `export const jobs = {\n${jobs.join('\n')}\n}`]])),
  );
  const wrong: string[] = [];
  const open: string[] = [];
  expressions.forEach((expression, index) => {
    const root = session.root(`jobs.j${index}`);
    let can: string | undefined;
    session.tryOut(() => {
      const answer = root === undefined ? undefined : session.callRoot(root, []);
      can = answer === undefined ? undefined : session.machine.truth(answer).can;
    });
    if (can === 'both') open.push(expression);
    else if (can !== 'true') wrong.push(expression);
  });
  return { wrong, open };
}
