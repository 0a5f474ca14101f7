/**
 * The language server's process. It speaks over Node's IPC when an editor forks it, and over standard input and output
 * with `--stdio`.
 */
import { flushCompileCache } from 'node:module';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { assetsBeside, nodeHost } from './host.ts';
import { startServer } from './server.ts';

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
