/** Types of attached files as a browser would name them when the file is uploaded, by the ending of the name. */
const contentTypes: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  gif: 'image/gif',
  gz: 'application/gzip',
  jpg: 'image/jpeg',
  json: 'application/json',
  pem: 'application/x-x509-ca-cert',
  png: 'image/png',
  txt: 'text/plain',
  xml: 'text/xml',
  zip: 'application/zip',
};

/** @param path of a file; only its ending counts. */
export function contentTypeOf(path: string): string {
  return contentTypes[path.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'application/octet-stream';
}
