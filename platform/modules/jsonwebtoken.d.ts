// What apps use of the package, for apps that do not have its types installed.

declare module 'jsonwebtoken' {
  export interface SignOptions {
    algorithm?: string;
    keyid?: string;
    expiresIn?: string | number;
    notBefore?: string | number;
    audience?: string | string[];
    issuer?: string;
    subject?: string;
    jwtid?: string;
    noTimestamp?: boolean;
    header?: Record<string, any>;
  }

  export interface VerifyOptions {
    algorithms?: string[];
    audience?: string | RegExp;
    issuer?: string | string[];
    ignoreExpiration?: boolean;
    subject?: string;
    maxAge?: string | number;
  }

  /** Makes a token. */
  export function sign(
    payload: string | object,
    secretOrPrivateKey: string | Uint8Array,
    options?: SignOptions,
  ): string;
  /** Checks a token and gives what is in it. Throws when it is not valid. */
  export function verify(token: string, secretOrPublicKey: string | Uint8Array, options?: VerifyOptions): any;
  /** What is in a token, without checking it. */
  export function decode(token: string, options?: { complete?: boolean; json?: boolean }): any;

  const jwt: { readonly sign: typeof sign; readonly verify: typeof verify; readonly decode: typeof decode };
  export default jwt;
}
