/**
 * An event as the server of 2021 copied it when it left the VM: key by key, so that a Date becomes `{}` and a Buffer an
 * object of bytes. Reference 2.4.
 */
export function hostCopy(value: unknown): unknown {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return value;
  if (Array.isArray(value)) return value.map(hostCopy);
  // Of bytes the own keys alone: their class has methods that would count as keys.
  if (ArrayBuffer.isView(value)) return { ...value };
  const copy: Record<string, unknown> = {};
  // oxlint-disable-next-line guard-for-in -- inherited keys are copied too, as there.
  for (const key in value) copy[key] = hostCopy(Reflect.get(value, key));
  return copy;
}
