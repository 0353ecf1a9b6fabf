/**
 * Request signatures.
 *
 * A signature covers the final bytes of one attempt: its timestamp and nonce are fresh, and whatever is sent again is
 * signed again. Node's own `crypto` signs synchronously in microseconds; where there is none, WebCrypto does.
 */

import { ConfigurationError } from "./errors.js";

/** How a contract wants requests signed (`x-signature`). */
export interface SignatureScheme {
  readonly type: "signature";
  /** The parts of the canonical string, in order. */
  readonly payload: readonly SignaturePart[];
  readonly separator: string;
  /** How the signature is written. */
  readonly encoding: "base64" | "hex";
  /** Names of the headers that carry it. */
  readonly headers: {
    readonly key: string;
    readonly timestamp: string;
    readonly nonce: string;
    readonly signature: string;
    readonly recvWindow?: string;
  };
}

export type SignaturePart = "timestamp_ms" | "nonce" | "method" | "path_with_query" | "body_sha256_hex";

/** Signs with HMAC-SHA256. */
export interface HmacCredentials {
  /** The public id of the key. */
  readonly key: string;
  /** The shared secret, base64. */
  readonly secret: string;
}

/** Signs with Ed25519 (RFC 8032). */
export interface Ed25519Credentials {
  /** The public id of the key. */
  readonly key: string;
  /** The private key: its 32-byte seed in base64, or PKCS#8 in PEM. */
  readonly privateKey: string;
}

/** A request just before it leaves. What is changed here is what is sent. */
export interface OutgoingRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: Uint8Array | undefined;
}

/** Where time and nonces come from. */
export interface SigningSources {
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** A string that was never used before with the same key. */
  readonly nonce: () => string;
}

type Sign = (message: Uint8Array) => Promise<Uint8Array>;

interface NodeCrypto {
  createHash(algorithm: string): { update(data: Uint8Array): { digest(): Uint8Array } };
  createHmac(algorithm: string, key: Uint8Array): { update(data: Uint8Array): { digest(): Uint8Array } };
  createPrivateKey(key: { key: Uint8Array; format: "der"; type: "pkcs8" }): object;
  sign(algorithm: null, data: Uint8Array, key: object): Uint8Array;
}

// Asked of the process at run time and not imported, so that bundlers for browsers have nothing to replace.
function nodeCrypto(): NodeCrypto | undefined {
  const { process } = globalThis as { process?: { getBuiltinModule?: (name: string) => unknown } };
  return process?.getBuiltinModule?.("node:crypto") as NodeCrypto | undefined;
}

/** Make the function that signs requests with the given credentials. */
export function requestSigner(
  scheme: SignatureScheme,
  credentials: HmacCredentials | Ed25519Credentials,
  sources: SigningSources,
): (request: OutgoingRequest, recvWindowMs?: number) => Promise<void> {
  const sign = "privateKey" in credentials ? ed25519(credentials.privateKey) : hmacSha256(credentials.secret);
  const { headers: names } = scheme;
  return async (request, recvWindowMs) => {
    const timestamp = String(Math.trunc(sources.clock()));
    const nonce = sources.nonce();
    const message = await canonicalString(scheme, request, timestamp, nonce);
    const signature = await sign(new TextEncoder().encode(message));
    request.headers.set(names.key, credentials.key);
    request.headers.set(names.timestamp, timestamp);
    request.headers.set(names.nonce, nonce);
    request.headers.set(names.signature, scheme.encoding === "hex" ? toHex(signature) : toBase64(signature));
    if (recvWindowMs !== undefined && names.recvWindow !== undefined) {
      request.headers.set(names.recvWindow, String(recvWindowMs));
    }
  };
}

/** The text that a signature covers. */
export async function canonicalString(
  scheme: Pick<SignatureScheme, "payload" | "separator">,
  request: Pick<OutgoingRequest, "method" | "url" | "body">,
  timestamp: string,
  nonce: string,
): Promise<string> {
  const parts: Record<SignaturePart, string> = {
    timestamp_ms: timestamp,
    nonce,
    method: request.method,
    path_with_query: request.url.pathname + request.url.search,
    body_sha256_hex: toHex(await sha256(request.body ?? new Uint8Array())),
  };
  return scheme.payload.map((part) => parts[part]).join(scheme.separator);
}

/** Sixteen random bytes in hexadecimal. */
export function randomNonce(): string {
  return toHex(globalThis.crypto.getRandomValues(new Uint8Array(16)));
}

async function sha256(data: Uint8Array): Promise<Uint8Array> {
  const node = nodeCrypto();
  if (node) return node.createHash("sha256").update(data).digest();
  return new Uint8Array(await globalThis.crypto.subtle.digest("SHA-256", data as Uint8Array<ArrayBuffer>));
}

function hmacSha256(secret: string): Sign {
  const raw = fromBase64(secret, "secret");
  const node = nodeCrypto();
  if (node) return async (message) => node.createHmac("sha256", raw).update(message).digest();
  return webSigner("raw", raw, { name: "HMAC", hash: "SHA-256" });
}

// The fixed head of an Ed25519 private key in PKCS#8 (RFC 8410, section 7); the 32 bytes of the seed follow it.
const PKCS8_HEAD = [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];

function ed25519(privateKey: string): Sign {
  const pem = /-----BEGIN PRIVATE KEY-----([^-]*)-----END PRIVATE KEY-----/.exec(privateKey);
  const bytes = fromBase64((pem?.[1] ?? privateKey).replace(/\s/g, ""), "privateKey");
  const seed = bytes.length === 32 ? bytes : bytes.slice(PKCS8_HEAD.length);
  if (seed.length !== 32) {
    throw new ConfigurationError(
      "Expected an Ed25519 private key (32-byte seed in base64, or PKCS#8 in PEM), got something else - at privateKey",
    );
  }
  const pkcs8 = Uint8Array.from([...PKCS8_HEAD, ...seed]);
  const node = nodeCrypto();
  if (!node) return webSigner("pkcs8", pkcs8, { name: "Ed25519" });
  const key = node.createPrivateKey({ key: pkcs8, format: "der", type: "pkcs8" });
  return async (message) => node.sign(null, message, key);
}

function webSigner(format: "raw" | "pkcs8", bytes: Uint8Array, algorithm: { name: string; hash?: string }): Sign {
  let key: Promise<CryptoKey> | undefined;
  return async (message) => {
    const { subtle } = globalThis.crypto;
    key ??= subtle.importKey(format, bytes as Uint8Array<ArrayBuffer>, algorithm, false, ["sign"]);
    return new Uint8Array(await subtle.sign(algorithm.name, await key, message as Uint8Array<ArrayBuffer>));
  };
}

function fromBase64(text: string, what: string): Uint8Array {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    throw new ConfigurationError(`Expected base64, got something else - at ${what}`);
  }
}

function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

function toHex(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += byte.toString(16).padStart(2, "0");
  return text;
}
