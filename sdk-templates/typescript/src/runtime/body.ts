/**
 * Read a body to its end, or until the signal is aborted.
 *
 * `response.text()` will not do: on Node the way from the signal of `fetch` to a body under way is weak, and gone once
 * the garbage collector has run. Then a server that stops in the middle of a body would be waited for endlessly.
 */
export async function bytesOf(response: Response, signal: AbortSignal): Promise<Uint8Array> {
  signal.throwIfAborted();
  const reader = response.body?.getReader();
  if (reader === undefined) return new Uint8Array();
  const stop = (): void => void reader.cancel(signal.reason).catch(() => undefined);
  signal.addEventListener("abort", stop, { once: true });
  try {
    const chunks: Uint8Array[] = [];
    for (let part = await reader.read(); !part.done; part = await reader.read()) chunks.push(part.value);
    signal.throwIfAborted();
    return joined(chunks);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const [first = new Uint8Array(), ...more] = chunks;
  if (more.length === 0) return first;
  const bytes = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}
