/** From an answer that is an error to the error that is thrown. */

import { apiError, type ApiError, type CallFacts, type FieldError, type Outcome } from "./errors.js";
import type { Operation } from "./operation.js";

/** What the catalogue says about an error. */
export interface ErrorTraits {
  readonly retryable?: boolean;
  readonly outcome?: Outcome;
}

interface Facts {
  readonly requestIdHeader: string;
  readonly errors: Readonly<Record<string, ErrorTraits>>;
}

const SAFE_METHODS: readonly string[] = ["GET", "HEAD", "OPTIONS", "QUERY"];
const RETRYABLE: readonly number[] = [408, 425, 429, 502, 503, 504];

/** Read the body of an error, RFC 9457 or any JSON with a code and a message in it. */
export function problem(
  response: Response,
  text: string,
  operation: Operation,
  call: CallFacts,
  facts: Facts,
  parse: (text: string) => unknown,
): ApiError {
  const { status, headers } = response;
  const body = parsed(text, parse);
  const members = typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {};
  const code = named(members["code"]) ?? `http_${status}`;
  const traits = Object.hasOwn(facts.errors, code) ? facts.errors[code] : undefined;
  const told = firstText(members, ["detail", "message", "msg", "title", "error"]) ?? response.statusText;
  return apiError(
    {
      status,
      code,
      message: `${status} ${code}${told ? `: ${told}` : ""} - at ${call.method} ${call.path}`,
      retryable:
        flag(members["retryable"]) ?? traits?.retryable ?? (traits === undefined && RETRYABLE.includes(status)),
      outcome: outcome(members["outcome"]) ?? traits?.outcome ?? usualOutcome(status, operation, traits),
      requestId: headers.get(facts.requestIdHeader) ?? named(members["request_id"]),
      errors: Array.isArray(members["errors"]) ? (members["errors"] as FieldError[]) : [],
      retryAfterMs: retryAfterMs(headers),
      headers,
      body,
    },
    call,
  );
}

function parsed(text: string, parse: (text: string) => unknown): unknown {
  if (text === "") return undefined;
  try {
    return parse(text);
  } catch {
    return text;
  }
}

function named(value: unknown): string | undefined {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
}

function firstText(members: Record<string, unknown>, names: readonly string[]): string | undefined {
  return names.map((name) => members[name]).find((value): value is string => typeof value === "string" && value !== "");
}

function flag(value: unknown): boolean | undefined {
  return typeof value === "boolean" ? value : undefined;
}

function outcome(value: unknown): Outcome | undefined {
  return value === "rejected" || value === "unknown" ? value : undefined;
}

function usualOutcome(status: number, operation: Operation, traits: ErrorTraits | undefined): Outcome {
  if (traits !== undefined || SAFE_METHODS.includes(operation.method)) return "rejected";
  return status >= 500 || status === 408 ? "unknown" : "rejected";
}

/** `Retry-After` in seconds or as a date (RFC 9110, section 10.2.3). */
function retryAfterMs(headers: Headers): number | undefined {
  const value = headers.get("retry-after");
  if (value === null) return undefined;
  if (/^\d+(?:\.\d+)?$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}
