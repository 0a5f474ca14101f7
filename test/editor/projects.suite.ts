/** Kinds of projects, with the editor's own TypeScript support. */
import './projects.test.ts';
import './definitions.test.ts';
