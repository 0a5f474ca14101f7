/** Keys that must not turn up, and the search for them: also for parts of them, and in other forms. */

/** Of the user, for the host of the run. */
export const personalCanary = 'phx_Zk7Qw3Rt9Yp2Lm5Nv8Bx1Cd4Fg6Hj0Ks3Wq';
/** Of the same project: public, but no one else's business. */
export const projectCanary = 'phc_Tv4Ub8Xn1Mz6Ka9Se2Df5Gh7Jl0Po3Iy8Rw';

/** So many characters in a row do not meet by chance; what is shown of a project key are three. */
const shortest = 8;

/**
 * The pieces of keys that are in a text: as they are, in the other case, backwards, in base64, hex, percent signs,
 * UTF-16 and escapes of JSON.
 */
export function leaksIn(
  text: string,
  keys: readonly string[] = [personalCanary, projectCanary],
): readonly string[] {
  const lower = text.toLowerCase();
  const found = keys.flatMap(piecesOf).filter((piece) => formsOf(piece).some((form) => lower.includes(form)));
  return [...new Set(found)];
}

/** Each run of characters of the random part. */
function piecesOf(key: string): readonly string[] {
  const random = key.slice(4);
  return Array.from({ length: random.length - shortest + 1 }, (_, start) =>
    random.slice(start, start + shortest),
  );
}

function formsOf(piece: string): readonly string[] {
  const hex = Buffer.from(piece).toString('hex');
  const codes = hex.match(/../g) ?? [];
  return [
    piece,
    piece.split('').toReversed().join(''),
    piece.split('').join('\0'),
    hex,
    codes.map((code) => `%${code}`).join(''),
    codes.map((code) => `\\u00${code}`).join(''),
    // The characters of base64 that belong to the piece alone, wherever it begins.
    ...[0, 1, 2].map((before) => {
      const encoded = Buffer.concat([Buffer.alloc(before), Buffer.from(piece)]).toString('base64');
      return encoded.slice(Math.ceil((before * 8) / 6), Math.floor(((before + piece.length) * 8) / 6));
    }),
  ].map((form) => form.toLowerCase());
}
