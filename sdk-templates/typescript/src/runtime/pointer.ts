/** The value a JSON pointer (RFC 6901) leads to, or `undefined`. */
export function pointed(document: unknown, pointer: string): unknown {
  let value = document;
  for (const token of pointer.split("/").slice(1)) {
    const key = token.replace(/~1/g, "/").replace(/~0/g, "~");
    value = (value as Record<string, unknown> | null | undefined)?.[key];
  }
  return value;
}
