/**
 * The language server's process. It speaks over Node's IPC when an editor forks it, and over standard input and output
 * with `--stdio`.
 */
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { assetsBeside, nodeHost } from './host.ts';
import { startServer } from './server.ts';

startServer(createConnection(ProposedFeatures.all), {
  host: nodeHost(assetsBeside(__dirname)),
  loadEngine: async (files) => {
    const { Engine } = await import('./engine.ts');
    return new Engine(files);
  },
});
