/** Kinds of projects, with the editor's own TypeScript support. */
// First, since it gives a command while the apps of the window are still looked for.
import './definitions.test.ts';
import './projects.test.ts';
