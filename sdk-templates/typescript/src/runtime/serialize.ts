/** From the arguments of a call to the address, headers and bytes that are sent. */

import { ConfigurationError } from "./errors.js";
import { isDecimalLike, stringifyJson, type BigIntStyle } from "./json.js";
import type { CallInput, Operation, Style } from "./operation.js";

/** A request before it is authenticated. */
export interface Draft {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | undefined;
}

/** Build the request that an operation sends. Throws `ConfigurationError` for arguments that cannot be sent. */
export async function draft(
  baseUrl: string,
  operation: Operation,
  input: CallInput,
  bigints: BigIntStyle,
): Promise<Draft> {
  const headers: Record<string, string> = {};
  const cookies: string[] = [];
  const query: string[] = [];
  for (const [name, value] of Object.entries(input.params ?? {}) as [string, unknown][]) {
    if (value === undefined) continue;
    refuseNull(operation, name, value);
    const wireName = operation.wireNames?.[name] ?? name;
    const style = operation.styles?.[name];
    if (operation.headers?.includes(name)) headers[wireName] = style === "json" ? json(value) : joined(value, ",");
    else if (operation.cookies?.includes(name)) cookies.push(`${wireName}=${encode(joined(value, ","))}`);
    else query.push(...queryPairs(wireName, value, style));
  }
  if (cookies.length > 0) headers["cookie"] = cookies.join("; ");
  const [body, contentType] = await bodyBytes(operation.sends, input.body, bigints);
  if (contentType !== undefined) headers["content-type"] = contentType;
  const path = fillPath(operation, input.path ?? []);
  const url = baseUrl.replace(/\/+$/, "") + path + (query.length > 0 ? `?${query.join("&")}` : "");
  return { method: operation.method, url, headers, body };
}

function fillPath(operation: Operation, values: readonly unknown[]): string {
  let index = 0;
  return operation.path.replace(/\{([^}]*)\}/g, (_braces, name: string) => {
    const value = values[index++];
    refuseNull(operation, name, value ?? null);
    const style = operation.styles?.[name];
    if (style === "label") return `.${encode(joined(value, "."))}`;
    if (style === "matrix") return `;${name}=${encode(joined(value, ","))}`;
    const text = style === "json" ? encode(json(value)) : pathValue(value);
    // An empty or dot segment would be normalised away, and another resource addressed.
    if (/^(?:\.|%2e){0,2}$/i.test(text)) {
      throw new ConfigurationError(
        `Expected a path segment, got ${JSON.stringify(text)} - at parameter \`${name}\` of ${operation.id}`,
      );
    }
    return text;
  });
}

function pathValue(value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => encode(scalar(item))).join(",");
  return encode(joined(value, ","));
}

// A null that quietly vanished would widen a request: `symbol: null` in a cancel-all must not cancel everything.
function refuseNull(operation: Operation, name: string, value: unknown): void {
  if (value === null) {
    throw new ConfigurationError(
      `Expected a value, got null - at parameter \`${name}\` of ${operation.id}; leave it out to send none`,
    );
  }
}

function queryPairs(name: string, value: unknown, style: Style = "form"): string[] {
  const raw = style.endsWith("!");
  const pair = (key: string, text: string): string => `${encode(key)}=${raw ? encodeReserved(text) : encode(text)}`;
  switch (style) {
    case "json":
      return [pair(name, json(value))];
    case "deep":
      return deepPairs(name, value).map(([key, text]) => pair(key, text));
    case "csv":
    case "csv!":
      return [`${encode(name)}=${listed(value, raw).join(",")}`];
    case "ssv":
      return [`${encode(name)}=${listed(value, raw).join("%20")}`];
    case "pipes":
      return [`${encode(name)}=${listed(value, raw).join("%7C")}`];
    default:
      if (Array.isArray(value)) return value.map((item) => pair(name, scalar(item)));
      if (isPlainObject(value)) return Object.entries(value).flatMap(([key, item]) => queryPairs(key, item));
      return [pair(name, scalar(value))];
  }
}

function deepPairs(name: string, value: unknown): [string, string][] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value.flatMap((item) => deepPairs(name, item));
  if (!isPlainObject(value)) return [[name, scalar(value)]];
  return Object.entries(value).flatMap(([key, item]) => deepPairs(`${name}[${key}]`, item));
}

function listed(value: unknown, raw: boolean): string[] {
  const items = Array.isArray(value) ? value : isPlainObject(value) ? Object.entries(value).flat() : [value];
  return items.map((item) => (raw ? encodeReserved(scalar(item)) : encode(scalar(item))));
}

function joined(value: unknown, separator: string): string {
  const items = Array.isArray(value) ? value : isPlainObject(value) ? Object.entries(value).flat() : [value];
  return items.map(scalar).join(separator);
}

function scalar(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  if (isDecimalLike(value)) return value.toFixed();
  return typeof value === "object" ? json(value) : String(value);
}

function json(value: unknown): string {
  return stringifyJson(value, "integer");
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !(value instanceof Date) && !isDecimalLike(value);
}

function encode(text: string): string {
  return encodeURIComponent(text);
}

function encodeReserved(text: string): string {
  return encodeURI(text).replace(/#/g, "%23").replace(/&/g, "%26");
}

async function bodyBytes(
  mediaType: string | undefined,
  body: unknown,
  bigints: BigIntStyle,
): Promise<[Uint8Array | undefined, string | undefined]> {
  if (body === undefined) return [undefined, undefined];
  if (body instanceof Uint8Array) return [body, mediaType ?? "application/octet-stream"];
  if (mediaType === undefined || /[/+]json\b/.test(mediaType)) {
    return [new TextEncoder().encode(stringifyJson(body, bigints)), mediaType ?? "application/json"];
  }
  // The platform writes forms and files; reading them back gives the final bytes, which is what a signature covers.
  const written = new Response(platformBody(mediaType, body));
  const writtenType = mediaType.startsWith("multipart/") ? written.headers.get("content-type") : undefined;
  return [new Uint8Array(await written.arrayBuffer()), writtenType ?? mediaType];
}

function platformBody(mediaType: string, body: unknown): Blob | FormData | URLSearchParams | string {
  if (body instanceof Blob || body instanceof FormData || body instanceof URLSearchParams) return body;
  if (mediaType.startsWith("multipart/")) return multipart(body);
  if (mediaType === "application/x-www-form-urlencoded" && isPlainObject(body)) return urlencoded(body);
  return typeof body === "string" ? body : json(body);
}

function urlencoded(body: Record<string, unknown>): URLSearchParams {
  const form = new URLSearchParams();
  for (const [name, value] of formFields(body)) form.append(name, scalar(value));
  return form;
}

function multipart(body: unknown): FormData {
  const form = new FormData();
  for (const [name, value] of formFields(body as Record<string, unknown>)) {
    if (value instanceof Uint8Array) form.append(name, new Blob([value as Uint8Array<ArrayBuffer>]), name);
    else if (value instanceof Blob) form.append(name, value, (value as Blob & { name?: string }).name ?? name);
    else form.append(name, scalar(value));
  }
  return form;
}

function formFields(body: Record<string, unknown>): [string, unknown][] {
  return Object.entries(body).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value])
      .filter((item) => item !== undefined)
      .map((item): [string, unknown] => [name, item]),
  );
}
