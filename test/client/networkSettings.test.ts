import { describe, expect, it } from 'vitest';
import { networkSettings } from '../../client/networkSettings.ts';

function from(http: Readonly<Record<string, unknown>>): object {
  return networkSettings((key) => http[key], []);
}

describe('proxy and certificates of the editor', () => {
  it('are the usual ones where nothing is set', () => {
    expect(from({})).toEqual({ insecureHosts: [], isStrict: true, usesSystemCertificates: true });
    expect(from({ proxy: ' ', proxyAuthorization: null, noProxy: [], proxySupport: 'override' })).toEqual(
      from({}),
    );
  });

  it('are taken as they are set', () => {
    const http = {
      proxy: ' http://proxy.example.com:3128 ',
      proxyAuthorization: 'Basic x',
      noProxy: ['.internal', 5],
      proxyStrictSSL: false,
      systemCertificates: false,
    };
    expect(from(http)).toEqual({
      insecureHosts: [],
      isStrict: false,
      usesSystemCertificates: false,
      proxy: 'http://proxy.example.com:3128',
      proxyAuthorization: 'Basic x',
      noProxy: ['.internal'],
    });
  });

  it('keep the proxy that is switched off, so that it can be told of', () => {
    expect(from({ proxy: 'http://proxy.example.com:3128', proxySupport: 'off' })).toMatchObject({
      proxy: 'http://proxy.example.com:3128',
      isProxyOff: true,
    });
  });
});
