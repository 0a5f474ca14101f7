// node-fetch 2 as apps use it, for apps that do not have its types installed.

declare module 'node-fetch' {
  interface RequestInit {
    /** `GET` when absent. */
    method?: string;
    headers?: Record<string, string> | [string, string][];
    body?: any;
    redirect?: 'follow' | 'manual' | 'error';
    /** How many redirects to follow; 20 when absent. */
    follow?: number;
    /** Milliseconds until the request fails; 0 for no limit. */
    timeout?: number;
    compress?: boolean;
    size?: number;
  }

  /** Sends an HTTP request: the same function as the global `fetch`. It fulfils for every status: look at `ok`. */
  function fetch(
    url: string | { readonly href: string },
    options?: RequestInit,
  ): Promise<PostHogApp.Response>;

  namespace fetch {
    export { RequestInit };
    export type Response = PostHogApp.Response;
    export type Headers = PostHogApp.ResponseHeaders;
    export { fetch as default };
  }

  export = fetch;
}
