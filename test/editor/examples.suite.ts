/** The examples, in one folder. */
import './freshApps.test.ts';
import './diagnostics.test.ts';
import './types.test.ts';
import './run.test.ts';
import './keys.test.ts';
