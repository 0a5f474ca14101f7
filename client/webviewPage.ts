/** The page of a webview: one element, one script, no inline code, nothing but what the nonce allows. */
import { randomBytes } from 'node:crypto';

export interface WebviewPage {
  readonly title: string;
  /** Name of the custom element that is the page. */
  readonly element: string;
  /** Address of the view's script, as the webview can load it. */
  readonly script: string;
  /** Sources of the webview for the content-security policy. */
  readonly cspSource: string;
}

/**
 * @param nonce for the one script; a new one for each page.
 */
export function webviewPage({ cspSource, element, script, title }: WebviewPage, nonce: string): string {
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource}`,
    `font-src ${cspSource}`,
    `img-src ${cspSource}`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${title}</title>
  </head>
  <body>
    <${element}></${element}>
    <script nonce="${nonce}" src="${script}"></script>
  </body>
</html>
`;
}

export function createNonce(): string {
  return randomBytes(18).toString('base64url');
}
