/**
 * TypeScript's registry, which parses each file once; app code gets its types between parsing and binding, and what an
 * edit leaves alone is not bound again.
 */
import ts from 'typescript';
import { annotateHandlers, clearHandlers } from './handlerTypes.ts';
import { bindingsOf, bindKeeping } from './keepBindings.ts';

/** @param bind binds a file after an edit; another one is for tests, which compare. */
export function appRegistry(
  isCaseSensitive: boolean,
  options: ts.CompilerOptions,
  bind: typeof bindKeeping = bindKeeping,
): ts.DocumentRegistry {
  const registry = ts.createDocumentRegistry(isCaseSensitive);
  // Held weakly: apps go, and their files with them.
  const newest = new Map<string, WeakRef<ts.SourceFile>>();
  const annotated = (file: ts.SourceFile): ts.SourceFile => {
    if (file.isDeclarationFile || file.fileName.includes('/node_modules/')) return file;
    annotateHandlers(file);
    newest.set(file.fileName, new WeakRef(file));
    return file;
  };
  const updated = (fileName: string, parse: () => ts.SourceFile): ts.SourceFile => {
    const old = newest.get(fileName)?.deref();
    newest.delete(fileName);
    if (old === undefined) return annotated(parse());
    const bindings = bindingsOf(old);
    clearHandlers(old);
    const file = annotated(parse());
    bind(file, bindings, options);
    return file;
  };
  return {
    ...registry,
    acquireDocument: (...args) => annotated(registry.acquireDocument(...args)),
    acquireDocumentWithKey: (...args) => annotated(registry.acquireDocumentWithKey(...args)),
    updateDocument: (...args) => updated(args[0], () => registry.updateDocument(...args)),
    updateDocumentWithKey: (...args) => updated(args[0], () => registry.updateDocumentWithKey(...args)),
  };
}
