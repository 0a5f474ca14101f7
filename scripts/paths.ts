/** Folders of the project. */
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..');
export const dist = join(root, 'dist');
export const testResults = join(root, 'test-results');
