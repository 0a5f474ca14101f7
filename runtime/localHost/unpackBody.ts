/** Bodies with events that come compressed. Reference 7.3. */
import { gunzipSync } from 'node:zlib';

/** A compressed body may become larger than PostHog's limit of a batch. */
const mostUnpackedBytes = 64 * 1024 * 1024;

interface RefusedBody {
  readonly status: 400 | 413;
  readonly problem: string;
}

/**
 * Undoes the compression of a body with events. SDKs say it in a header, in the query, or not at all: the first bytes tell.
 *
 * @param encoding the header Content-Encoding.
 * @returns what PostHog refuses is a problem, in a sentence, with the status of the answer.
 */
export function unpackBody(
  body: Buffer,
  encoding: string | undefined,
): { readonly bytes: Buffer } | RefusedBody {
  if (body[0] !== 0x1f || body[1] !== 0x8b) return unpackedAlready(body, encoding);
  try {
    return { bytes: gunzipSync(body, { maxOutputLength: mostUnpackedBytes }) };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ERR_BUFFER_TOO_LARGE') {
      const most = mostUnpackedBytes / 1024 / 1024;
      return { status: 413, problem: `The body is larger than ${most} MB when it is decompressed.` };
    }
    const what = code === 'Z_BUF_ERROR' ? 'ends too early: a part of it is missing' : `is broken: ${message}`;
    return { status: 400, problem: `The body is compressed with gzip and ${what}.` };
  }
}

/** PostHog takes gzip alone (reference 7.3). What is no compression, such as `utf-8`, says nothing about the body. */
function unpackedAlready(body: Buffer, encoding = ''): { readonly bytes: Buffer } | RefusedBody {
  const [name] = /\b(?:gzip|br|deflate|zstd|compress)\b/i.exec(encoding) ?? [];
  if (body.length === 0 || name === undefined) return { bytes: body };
  const problem = /gzip/i.test(name)
    ? 'The header Content-Encoding says gzip, and the body is not compressed with it.'
    : `The header Content-Encoding says ${name}. PostHog takes gzip, or what is not compressed.`;
  return { status: 400, problem };
}
