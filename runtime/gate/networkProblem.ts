/** One clear sentence or two for each way in which a request gets no answer. */

export class NetworkProblem extends Error {
  override readonly name: string = 'NetworkProblem';
  readonly code: string;

  constructor(message: string, code = 'ENETWORK') {
    super(message);
    this.code = code;
  }
}

/** What stands in a row where the run is over before the answer. */
export const endedFirst = 'The run ended before an answer came.';

/** @param host host name and port, for the sentence. */
export function describeNetworkError(error: unknown, host: string): NetworkProblem {
  if (error instanceof NetworkProblem) return error;
  const { code = null, message } = rootCause(error);
  return new NetworkProblem(sentence(code, message, host), code ?? undefined);
}

/** undici wraps the error of the socket, and of several addresses makes one error. */
function rootCause(error: unknown): { readonly code?: string | null; readonly message: string } {
  if (!(error instanceof Error)) return { message: String(error) };
  if (error instanceof AggregateError && error.errors.length > 0) return rootCause(error.errors[0]);
  if (error.cause instanceof Error) return rootCause(error.cause);
  const { code } = error as NodeJS.ErrnoException;
  return {
    code: code ?? (error.name === 'TimeoutError' ? 'UND_ERR_HEADERS_TIMEOUT' : null),
    message: error.message,
  };
}

function sentence(code: string | null, message: string, host: string): string {
  switch (code) {
    case 'ECONNREFUSED':
      return `${host} refuses connections. Is the server running, and is the port right?`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `There is no host named ${host}. Check the spelling, and your connection.`;
    case 'ECONNRESET':
    case 'UND_ERR_SOCKET':
    case 'EPIPE':
      return `${host} closed the connection before it answered.`;
    case 'ETIMEDOUT':
    case 'UND_ERR_CONNECT_TIMEOUT':
      return `${host} cannot be reached: the connection timed out.`;
    case 'UND_ERR_HEADERS_TIMEOUT':
    case 'UND_ERR_BODY_TIMEOUT':
      return `${host} did not answer in time.`;
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
      return `The certificate of ${host} is not signed by an authority that this computer knows. Add it with NODE_EXTRA_CA_CERTS.`;
    case 'CERT_HAS_EXPIRED':
      return `The certificate of ${host} has expired.`;
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return `The certificate of ${host} belongs to another name.`;
    default:
      return `${host} could not be asked: ${message}`;
  }
}
