import { expect, test } from 'vitest';
import { isInternalAddress } from '../../runtime/gate/internalAddresses.ts';

test.each([
  '127.0.0.1',
  '10.1.2.3',
  '192.0.2.1',
  '198.18.0.1',
  '198.19.255.255',
  '198.51.100.7',
  '203.0.113.7',
  '[::1]',
  '::ffff:10.0.0.1',
  '::10.0.0.1',
  '::ffff:0:10.0.0.1',
  '64:ff9b::10.0.0.1',
  '64:ff9b:1::1',
  '2001:0:4136:e378:8000:63bf:3fff:fdd2',
  '2001:db8::1',
  '2002:7f00:1::',
  '[2002:a01:203::1]',
  '2002:c0a8:0001:0:0:0:0:1',
  '2002::1',
  'fec0::1',
  'fe80::1%eth0',
])('%s is internal', (address) => {
  expect(isInternalAddress(address)).toBe(true);
});

test.each([
  '8.8.8.8',
  '192.0.3.1',
  '198.20.0.1',
  '2002:808:808::1',
  '64:ff9b::8.8.8.8',
  '2001:4860:4860::8888',
  '2606:4700::1111',
  '::ffff:8.8.8.8',
  'example.com',
])('%s is not', (address) => {
  expect(isInternalAddress(address)).toBe(false);
});
