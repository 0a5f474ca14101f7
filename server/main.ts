/**
 * The language server's process. It speaks over Node's IPC when an editor forks it, and over standard input and output
 * with `--stdio`.
 */
import { flushCompileCache } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { assetsBeside, nodeHost } from './host.ts';
import { startServer } from './server.ts';

// Each edit makes a new tree, and the one before is garbage: by itself V8 would let it grow to the size of what is in use.
// Set here and not on the command line, where an engine that knows no such flag would not start.
setFlagsFromString('--heap-growing-percent=60');

startServer(createConnection(ProposedFeatures.all), {
  host: nodeHost(assetsBeside(__dirname)),
  loadEngine: async (files) => {
    const { Engine } = await import('./engine.ts');
    // Whoever starts the server may give it a folder of its own in NODE_COMPILE_CACHE: then TypeScript is compiled once
    // for all starts. It is written now because editors end servers without warning.
    setImmediate(() => flushCompileCache());
    return new Engine(files);
  },
});
