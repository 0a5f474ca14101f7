/** The package `url`: the two classes, and the older functions, whose work Node does. Reference 4.3. */
import { requireText, wrongType } from './argumentTypes.ts';
import { service } from './host.ts';
import { joined } from './lists.ts';
import { addLacking } from './notHere.ts';
import { URL } from './url.ts';
import { URLSearchParams } from './urlSearchParams.ts';

function ask(name: string, ...values: readonly unknown[]): unknown {
  return service('url.older', joined([name], values));
}

/** What `url.parse` gives: each part as it stands in the address, or null. */
class Url {
  protocol: unknown = null;
  slashes: unknown = null;
  auth: unknown = null;
  host: unknown = null;
  port: unknown = null;
  hostname: unknown = null;
  hash: unknown = null;
  search: unknown = null;
  query: unknown = null;
  pathname: unknown = null;
  path: unknown = null;
  href: unknown = null;

  parse(address: unknown, parsesQuery?: unknown, slashesDenoteHost?: unknown): this {
    const text = requireText('url', address);
    return Object.assign(this, ask('parse', text, Boolean(parsesQuery), Boolean(slashesDenoteHost)));
  }

  format(): string {
    return String(ask('format', this));
  }

  resolve(relative: unknown): string {
    return resolve(this.format(), relative);
  }

  resolveObject(relative: unknown): Url {
    return parse(this.resolve(relative), false, true);
  }
}

/** As Node has it: an object that was parsed already comes back as it is. */
function parse(address: unknown, parsesQuery?: unknown, slashesDenoteHost?: unknown): Url {
  return address instanceof Url ? address : new Url().parse(address, parsesQuery, slashesDenoteHost);
}

function resolve(from: unknown, to: unknown): string {
  return String(ask('resolve', requireText('url', addressOf(from)), requireText('url', addressOf(to))));
}

function addressOf(value: unknown): unknown {
  return value instanceof Url || value instanceof URL ? value.href : value;
}

function format(address: unknown, options?: unknown): string {
  if (address instanceof URL) return String(ask('formatClass', address.href, options ?? {}));
  if (typeof address !== 'string' && (typeof address !== 'object' || address === null)) {
    throw wrongType('urlObject', 'one of type Object or string', address);
  }
  return String(ask('format', typeof address === 'string' ? address : { ...address }));
}

export const urlModule: object = {
  Url,
  parse,
  resolve,
  resolveObject: (from: unknown, to: unknown): Url => parse(resolve(from, to), false, true),
  format,
  URL,
  URLSearchParams,
  domainToASCII: (domain: unknown): unknown => ask('domainToASCII', String(domain)),
  domainToUnicode: (domain: unknown): unknown => ask('domainToUnicode', String(domain)),
  urlToHttpOptions(address: unknown): unknown {
    if (!(address instanceof URL)) throw wrongType('url', 'of type URL', address);
    return ask('urlToHttpOptions', address.href);
  },
};

addLacking(urlModule, {
  module: 'url',
  functions: ['fileURLToPath', 'pathToFileURL'],
  instead: 'There are no files in an app; take paths apart with new URL(…).pathname.',
});
