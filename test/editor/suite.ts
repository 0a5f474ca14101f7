/** All tests that run in a real VS Code. */
import './diagnostics.test.ts';
import './types.test.ts';
import './run.test.ts';
