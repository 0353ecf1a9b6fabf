/** Authentication by the security schemes of the contract. */

import { ConfigurationError } from "./errors.js";
import type { Operation, RequestOptions } from "./operation.js";
import {
  randomNonce,
  requestSigner,
  type Ed25519Credentials,
  type HmacCredentials,
  type OutgoingRequest,
  type SignatureScheme,
  type SigningSources,
} from "./signing.js";

/** A security scheme of the contract, as data. */
export type SecurityScheme =
  | SignatureScheme
  | { readonly type: "apiKey"; readonly in: "header" | "query" | "cookie"; readonly name: string }
  | { readonly type: "bearer" }
  | { readonly type: "basic" }
  /** The connection itself proves who is asking (mutual TLS). */
  | { readonly type: "connection" };

/** A token, or a function that fetches a valid one when it is needed. */
export type Token = string | (() => string | Promise<string>);

/** A user name with its password. */
export interface BasicCredentials {
  readonly username: string;
  readonly password: string;
}

export type AnyCredentials = Token | BasicCredentials | HmacCredentials | Ed25519Credentials;

/** Puts credentials on a request just before it leaves. Called anew for each attempt. */
export type Authenticate = (operation: Operation, request: OutgoingRequest, options: RequestOptions) => Promise<void>;

type Apply = (request: OutgoingRequest, recvWindowMs?: number) => void | Promise<void>;

/** How the credentials are used. */
export interface AuthOptions extends Partial<SigningSources> {
  /** Value of the receive window for every signed request, in milliseconds. Absent: the server's default. */
  readonly recvWindowMs?: number | undefined;
  /** Allow secrets in a browser, where whoever opens its developer tools can read them. */
  readonly allowBrowser?: boolean | undefined;
}

/** Make the function that authenticates requests with the given credentials, one per security scheme. */
export function authenticator(
  schemes: Readonly<Record<string, SecurityScheme>>,
  credentials: Readonly<Record<string, AnyCredentials | undefined>>,
  options: AuthOptions = {},
): Authenticate {
  const sources: SigningSources = { clock: options.clock ?? Date.now, nonce: options.nonce ?? randomNonce };
  const apply = new Map<string, Apply>();
  for (const [name, scheme] of Object.entries(schemes)) {
    const given = credentials[name];
    if (scheme.type === "connection") apply.set(name, () => undefined);
    else if (given !== undefined) apply.set(name, applier(name, scheme, given, sources));
  }
  refuseBrowser(credentials, options.allowBrowser ?? false);
  return async (operation, request, { recvWindowMs = options.recvWindowMs }) => {
    for (const name of chosen(operation, apply)) await apply.get(name)?.(request, recvWindowMs);
  };
}

/** The first alternative for which there are credentials; none of them is needed where the operation is open. */
function chosen(operation: Operation, apply: ReadonlyMap<string, Apply>): readonly string[] {
  if (operation.auth === undefined) return [];
  const usable = operation.auth.find((names) => names.length > 0 && names.every((name) => apply.has(name)));
  if (usable !== undefined) return usable;
  if (operation.auth.some((names) => names.length === 0)) return [];
  const wanted = operation.auth.map((names) => names.map((name) => `\`${name}\``).join(" with ")).join(" or ");
  throw new ConfigurationError(
    `Expected credentials for ${wanted}, got none - at ${operation.id}; pass them to the client as \`auth\``,
  );
}

function applier(name: string, scheme: SecurityScheme, given: AnyCredentials, sources: SigningSources): Apply {
  if (scheme.type === "signature" && typeof given === "object" && "key" in given) {
    return requestSigner(scheme, given, sources);
  }
  if (scheme.type === "basic" && typeof given === "object" && "username" in given) {
    const pair = new TextEncoder().encode(`${given.username}:${given.password}`);
    const value = `Basic ${btoa(String.fromCharCode(...pair))}`;
    return (request) => request.headers.set("authorization", value);
  }
  if (typeof given === "object" || scheme.type === "signature" || scheme.type === "basic") {
    throw new ConfigurationError(`Expected credentials of type ${scheme.type}, got others - at auth.${name}`);
  }
  const token = async (): Promise<string> => (typeof given === "function" ? await given() : given);
  if (scheme.type !== "apiKey") {
    return async (request) => request.headers.set("authorization", `Bearer ${await token()}`);
  }
  if (scheme.in === "query") return async (request) => request.url.searchParams.set(scheme.name, await token());
  if (scheme.in === "header") return async (request) => request.headers.set(scheme.name, await token());
  return async (request) => {
    const others = request.headers.get("cookie");
    request.headers.set("cookie", `${others ? `${others}; ` : ""}${scheme.name}=${encodeURIComponent(await token())}`);
  };
}

function refuseBrowser(credentials: Readonly<Record<string, unknown>>, allowed: boolean): void {
  const inBrowser = "window" in globalThis && "document" in globalThis;
  if (!inBrowser || allowed) return;
  for (const [name, given] of Object.entries(credentials)) {
    if (typeof given === "object") {
      throw new ConfigurationError(
        `Expected no secrets in a browser, got some - at auth.${name}; pass \`allowBrowser: true\` if its user may know them`,
      );
    }
  }
}
