/** PostHog's forms of answers. */

/** The body of an error in the form of PostHog's REST framework: reference 7.4. */
export function errorText(type: string, code: string, detail: string, attr: string | null = null): string {
  return JSON.stringify({ type, code, detail, attr });
}

/** An error in that form. */
export function restError(
  status: number,
  type: string,
  code: string,
  detail: string,
  attr: string | null = null,
): Response {
  return new Response(errorText(type, code, detail, attr), {
    status,
    headers: { 'content-type': 'application/json' },
  });
}

export function notFound(): Response {
  return restError(404, 'invalid_request', 'not_found', 'Not found.');
}

export function wrongMethod(method: string): Response {
  return restError(405, 'invalid_request', 'method_not_allowed', `Method "${method}" not allowed.`);
}

export function requiredField(name: string): Response {
  return restError(400, 'validation_error', 'required', 'This field is required.', name);
}

/** For a body that is no JSON object. */
export function unreadableBody(request: Request): Response {
  const type = request.headers.get('content-type') ?? '';
  return type.includes('json')
    ? restError(400, 'validation_error', 'parse_error', 'JSON parse error')
    : restError(
        415,
        'invalid_request',
        'unsupported_media_type',
        `Unsupported media type "${type}" in request.`,
      );
}

/** A page of a list. */
export function page(results: readonly unknown[], url: URL): Response {
  const limit = Number(url.searchParams.get('limit') ?? 100) || 100;
  const offset = Number(url.searchParams.get('offset') ?? 0) || 0;
  const shown = results.slice(offset, offset + limit);
  const link = (to: number): string => {
    const other = new URL(url);
    other.searchParams.set('offset', String(to));
    return other.href;
  };
  return Response.json({
    count: results.length,
    next: offset + limit < results.length ? link(offset + limit) : null,
    previous: offset > 0 ? link(Math.max(0, offset - limit)) : null,
    results: shown,
  });
}
