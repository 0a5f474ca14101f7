/** What PostHog's packages have and the local runtime does not: it is there by its name, and says so when it is used. */
import { forAll } from './lists.ts';
import { withHandler } from './readOnly.ts';

/** Not the app's fault: PostHog has what it uses. */
export class NotHere extends Error {}

interface Lacking {
  /** What apps import the module as. */
  readonly module: string;
  readonly functions: readonly string[];
  readonly objects?: readonly string[];
  /** What to use in their place, as a sentence. */
  readonly instead: string;
}

/** Adds what is lacking to a module, hidden from who lists it. */
export function addLacking(to: object, { functions, instead, module, objects = [] }: Lacking): void {
  const refuse = (name: string): never => {
    throw new NotHere(
      `PostHog has ${module}.${name}, and this local runtime does not. ${instead} See the page Profiles of its documentation.`,
    );
  };
  forAll(functions, (name) => {
    Object.defineProperty(to, name, {
      // May be called with `new`.
      value: function () {
        refuse(name);
      },
    });
  });
  forAll(objects, (name) => {
    Object.defineProperty(to, name, {
      value: withHandler({ get: (_target, part) => refuse(`${name}.${String(part)}`) }),
    });
  });
}
