// Mounts the reference, and signs what is tried there with WebCrypto. The secret stays in this page: it is kept
// nowhere, and only signatures leave it.
"use strict";

const field = (id) => document.getElementById(id);
const encoder = new TextEncoder();

const fromBase64 = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
const toBase64 = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)));
const toHex = (bytes) => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");

// WebCrypto takes an Ed25519 seed only inside of PKCS #8 (RFC 8410 section 7); this is all that stands before it.
const PKCS8_ED25519 = [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];

async function signer(algorithm, secret) {
  if (secret.length !== 32) throw new Error(`Expected 32 bytes in base64, got ${secret.length}.`);
  if (algorithm === "hmac_sha256") {
    const key = await crypto.subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
    return (message) => crypto.subtle.sign("HMAC", key, message);
  }
  const pkcs8 = new Uint8Array([...PKCS8_ED25519, ...secret]);
  const key = await crypto.subtle.importKey("pkcs8", pkcs8, { name: "Ed25519" }, false, ["sign"]);
  return (message) => crypto.subtle.sign("Ed25519", key, message);
}

async function sign(request) {
  const keyId = field("key").value.trim();
  if (keyId === "") return;
  const signWith = await signer(field("algorithm").value, fromBase64(field("secret").value.trim()));
  const url = new URL(request.url);
  const timestamp = String(Date.now());
  const nonce = toHex(crypto.getRandomValues(new Uint8Array(16)));
  const body = await request.clone().arrayBuffer();
  const hash = toHex(await crypto.subtle.digest("SHA-256", body));
  const lines = [timestamp, nonce, request.method.toUpperCase(), url.pathname + url.search, hash];
  request.headers.set("TS-Key", keyId);
  request.headers.set("TS-Timestamp", timestamp);
  request.headers.set("TS-Nonce", nonce);
  request.headers.set("TS-Signature", toBase64(await signWith(encoder.encode(lines.join("\n")))));
}

async function showState() {
  const form = field("signing");
  const state = field("signing-state");
  form.className = "";
  if (field("key").value.trim() === "") {
    state.value = "Requests are sent unsigned.";
    return;
  }
  try {
    await signer(field("algorithm").value, fromBase64(field("secret").value.trim()));
    form.className = "ready";
    state.value = "Requests are signed.";
  } catch (error) {
    form.className = "wrong";
    state.value = error instanceof Error && error.message ? error.message : "Expected a secret in base64.";
  }
}

field("signing").addEventListener("input", showState);
field("signing").addEventListener("submit", (event) => event.preventDefault());

Scalar.createApiReference("#reference", {
  url: "/openapi.json",
  servers: [{ url: location.origin, description: "This exchange." }],
  onRequestBuilt: ({ request }) => sign(request),
  withDefaultFonts: false,
  proxyUrl: "",
  telemetry: false,
  hideClientButton: true,
  showDeveloperTools: "never",
  persistAuth: false,
  agent: { disabled: true, hideAddApi: true },
  mcp: { disabled: true },
});
