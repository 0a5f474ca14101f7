/**
 * The forms in which a key could come back from a server that repeats it: as it is, and as encodings that programs use
 * as a matter of course. A server that hides a key on purpose could invent others.
 */

/** All forms of a key, in lower case: they are looked for whatever the case is. None of an empty text. */
export function keyForms(key: string): readonly string[] {
  if (key === '') return [];
  const bytes = Buffer.from(key);
  const hex = bytes.toString('hex');
  // Keys are ASCII, so that a unit of UTF-16 is a character.
  const characters = key.split('');
  const forms = [
    key,
    encodeURIComponent(key),
    JSON.stringify(key).slice(1, -1),
    ...base64Forms(bytes),
    hex,
    hex.replaceAll(/../g, '%$&'),
    characters.map((character) => `\\u${hexOf(character)}`).join(''),
    characters.toReversed().join(''),
    // UTF-16, of either order of bytes.
    characters.join('\0'),
  ];
  return [...new Set(forms.map((form) => form.toLowerCase()))];
}

function hexOf(character: string): string {
  return character.charCodeAt(0).toString(16).padStart(4, '0');
}

/** Base64 and its variant for URLs, wherever in the encoded text the key begins; without the shared edges. */
function base64Forms(bytes: Buffer): readonly string[] {
  return [0, 1, 2].flatMap((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64url');
    const first = Math.ceil((before * 8) / 6);
    const last = Math.floor(((before + bytes.length) * 8) / 6);
    const url = encoded.slice(first, last);
    return [url, url.replaceAll('-', '+').replaceAll('_', '/')];
  });
}
