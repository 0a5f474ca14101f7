/** Undoes the compression of an answer. */
import zlib from 'node:zlib';
import { NetworkProblem } from './networkProblem.ts';

type Headers = readonly (readonly [string, string])[];

const decoders: Readonly<Record<string, (body: Buffer, limit: number) => Buffer>> = {
  gzip: unzip,
  'x-gzip': unzip,
  deflate: unzip,
  br: (body, limit) => zlib.brotliDecompressSync(body, { maxOutputLength: limit }),
};

function unzip(body: Buffer, limit: number): Buffer {
  return zlib.unzipSync(body, { maxOutputLength: limit });
}

interface Limits {
  /** Bytes. */
  readonly limit: number;
  /** For the sentence of an error. */
  readonly host: string;
  /** Whether a form that is not known is refused: nobody could look into it for keys. Else it stays as it is. */
  readonly mustBeKnown: boolean;
}

/** @throws NetworkProblem for what is broken, too large, or of a form that is refused. */
export function decompress(body: Buffer, headers: Headers, limits: Limits): Buffer {
  const encodings = headers
    .filter(([name]) => name === 'content-encoding')
    .flatMap(([, value]) => value.toLowerCase().split(','))
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity');
  if (body.length === 0) return body;
  // The last one was applied last.
  return encodings.toReversed().reduce((content, name) => decode(content, name, limits), body);
}

function decode(body: Buffer, name: string, { limit, host, mustBeKnown }: Limits): Buffer {
  const decoder = Object.hasOwn(decoders, name) ? decoders[name] : undefined;
  if (decoder === undefined) {
    if (!mustBeKnown) return body;
    throw new NetworkProblem(`The answer of ${host} is compressed as ${name}, which was not asked for.`);
  }
  try {
    return decoder(body, limit);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(host, limit);
    const { code, message } = error as NodeJS.ErrnoException;
    throw new NetworkProblem(
      `${host} says that its answer is compressed as ${name}, and it ${whyBroken(code)}.`,
      code,
      {
        type: 'system',
        text: message,
      },
    );
  }
}

/** Zlib's own words say which byte it stumbled over. */
function whyBroken(code: string | undefined): string {
  return code === 'Z_BUF_ERROR' ? 'ends too early: a part of it is missing' : 'is not, or is broken';
}

/** @param limit of bytes. */
export function tooLarge(host: string, limit: number): NetworkProblem {
  const most = limit < 1024 * 1024 ? `${limit} bytes` : `${Math.round(limit / 1024 / 1024)} MB`;
  return new NetworkProblem(
    `The answer of ${host} is larger than ${most}, so it was not read to its end.`,
    undefined,
    { type: 'max-size', text: `content size over limit: ${limit}` },
  );
}
