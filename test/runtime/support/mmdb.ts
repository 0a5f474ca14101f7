/** Writes a small GeoIP database in MaxMind's format (version 2, IPv4, records of 24 bits). */

type Value = string | number | boolean | readonly Value[] | { readonly [key: string]: Value };

/** @param places by the network of the first three numbers, such as `81.2.69`. */
export function geoIpDatabase(places: Readonly<Record<string, Value>>): Buffer {
  const data: Buffer[] = [];
  const nodes: [number, number][] = [[-1, -1]];
  // Data begins behind 16 empty bytes; records point at it from the number of nodes on, known at the end.
  const leaves: { readonly node: number; readonly bit: 0 | 1; readonly offset: number }[] = [];
  for (const [network, value] of Object.entries(places)) {
    const offset = data.reduce((sum, part) => sum + part.length, 0);
    data.push(encode(value));
    const bits = network
      .split('.')
      .map((part) => Number(part).toString(2).padStart(8, '0'))
      .join('');
    let node = 0;
    for (const [index, text] of bits.split('').entries()) {
      const bit = text === '1' ? 1 : 0;
      if (index === bits.length - 1) {
        leaves.push({ node, bit, offset });
        continue;
      }
      const entry = nodes[node] ?? [-1, -1];
      if (entry[bit] === -1) entry[bit] = nodes.push([-1, -1]) - 1;
      node = entry[bit];
    }
  }
  for (const { node, bit, offset } of leaves) {
    const entry = nodes[node];
    if (entry !== undefined) entry[bit] = nodes.length + 16 + offset;
  }
  const tree = Buffer.alloc(nodes.length * 6);
  for (const [index, [left, right]] of nodes.entries()) {
    tree.writeUIntBE(left === -1 ? nodes.length : left, index * 6, 3);
    tree.writeUIntBE(right === -1 ? nodes.length : right, index * 6 + 3, 3);
  }
  const metadata = encode({
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: 1,
    database_type: 'GeoLite2-City',
    description: { en: 'Test' },
    ip_version: 4,
    languages: ['en'],
    node_count: nodes.length,
    record_size: 24,
  });
  const marker = Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1');
  return Buffer.concat([tree, Buffer.alloc(16), ...data, marker, metadata]);
}

function encode(value: Value): Buffer {
  if (typeof value === 'string') {
    const bytes = Buffer.from(value);
    return Buffer.concat([control(2, bytes.length), bytes]);
  }
  if (typeof value === 'boolean') return control(14, value ? 1 : 0);
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(Number.isInteger(value) ? 4 : 8);
    if (Number.isInteger(value)) bytes.writeUInt32BE(value);
    else bytes.writeDoubleBE(value);
    return Buffer.concat([control(Number.isInteger(value) ? 6 : 3, bytes.length), bytes]);
  }
  if (Array.isArray(value)) return Buffer.concat([control(11, value.length), ...value.map(encode)]);
  const entries = Object.entries(value);
  return Buffer.concat([control(7, entries.length), ...entries.flat().map(encode)]);
}

/** Type and size of a value; types above 7 are written in a second byte. */
function control(type: number, size: number): Buffer {
  return type <= 7 ? Buffer.from([(type << 5) | size]) : Buffer.from([size, type - 7]);
}
