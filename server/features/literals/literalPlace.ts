/** A place in an app's code, as the files of this folder ask about it. */
import type { Located, ServerContext } from '../../context.ts';
import { sampleNamesOf } from './sampleNames.ts';
import { type LiteralPlace, placeAt } from './suggestion.ts';

export function literalPlace(
  { files }: ServerContext,
  { app: { root }, service, path }: Located,
  offset: number,
): LiteralPlace | undefined {
  const app = service.program();
  const file = app.program.getSourceFile(path);
  if (file === undefined) return undefined;
  return placeAt(app, file, offset, {
    isOurs: (source) => service.originOf(source) === 'declared' || service.originOf(source) === 'rest',
    isOfApp: (source) => service.originOf(source) === 'app',
    samples: () => sampleNamesOf(files, root),
  });
}
