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
