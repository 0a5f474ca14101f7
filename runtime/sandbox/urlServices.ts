/** The older functions of Node's `url`, which only take texts apart and put them together. */
import * as url from 'node:url';

type Service = (...values: readonly never[]) => unknown;

/* oxlint-disable typescript/no-deprecated -- apps were written when these were the usual functions. */
const services: Readonly<Record<string, Service>> = {
  parse: (address: string, parsesQuery: boolean, slashesDenoteHost: boolean) => ({
    ...url.parse(address, parsesQuery, slashesDenoteHost),
  }),
  resolve: (from: string, to: string) => url.resolve(from, to),
  format: (address: string | url.UrlObject) => url.format(address),
  formatClass: (href: string, options: url.URLFormatOptions) => url.format(new URL(href), options),
  domainToASCII: (domain: string) => url.domainToASCII(domain),
  domainToUnicode: (domain: string) => url.domainToUnicode(domain),
  urlToHttpOptions: (href: string) => ({ ...url.urlToHttpOptions(new URL(href)) }),
};
/* oxlint-enable typescript/no-deprecated */

/** @throws the errors of Node. */
export function urlService([name, ...values]: readonly [string, ...unknown[]]): unknown {
  const service = Object.hasOwn(services, name) ? services[name] : undefined;
  if (service === undefined) throw new TypeError(`url.${name} is not available.`);
  return Reflect.apply(service, undefined, values);
}
