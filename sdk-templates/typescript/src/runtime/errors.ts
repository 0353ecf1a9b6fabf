/**
 * Every error this package throws:
 *
 *     SdkError                      code, retryable, outcome
 *     ├── ConfigurationError        refused here, before anything was sent
 *     ├── ConnectionError           no answer came
 *     │   ├── TimeoutError          not within the time allowed
 *     │   └── AbortedError          the caller's signal was aborted
 *     ├── DecodeError               an answer came that is not what the contract says
 *     └── ApiError                  the server answered with an error: status, requestId, errors, retryAfterMs
 *         ├── BadRequestError       400
 *         ├── AuthenticationError   401
 *         ├── PermissionError       403
 *         ├── NotFoundError         404
 *         ├── ConflictError         409
 *         ├── UnprocessableError    422
 *         ├── RateLimitError        429
 *         └── ServerError           500 and above
 *
 * `outcome` answers what matters after an order: `rejected` means that nothing was changed; `unknown` means that the
 * request may have taken effect, so ask the server before sending it again.
 */

import type { ErrorCode } from "../errors.js";
import type { Open } from "./enums.js";

/** Whether a failed request is known to have changed nothing. */
export type Outcome = "rejected" | "unknown";

/** What is known about the failed call. Neither headers nor the query are kept: they may carry secrets. */
export interface CallFacts {
  /** Name of the operation. */
  readonly operation: string;
  readonly method: string;
  /** The path as the contract writes it, parameters in braces. */
  readonly path: string;
}

/** The root of all errors of this package. */
export abstract class SdkError extends Error {
  override readonly name: string = "SdkError";
  /** Stable name of the error, made for comparing. */
  abstract readonly code: string;
  /** Whether sending the same request again can succeed and is safe. */
  readonly retryable: boolean;
  readonly outcome: Outcome;
  readonly call: CallFacts | undefined;

  constructor(message: string, retryable: boolean, outcome: Outcome, call?: CallFacts, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.retryable = retryable;
    this.outcome = outcome;
    this.call = call;
  }

  toJSON(): Record<string, unknown> {
    const { name, message, code, retryable, outcome, call } = this;
    return { name, message, code, retryable, outcome, call };
  }
}

/** The call was refused here, before anything was sent: an option or an argument is missing or wrong. */
export class ConfigurationError extends SdkError {
  override readonly name: string = "ConfigurationError";
  override readonly code: string = "configuration_error";

  constructor(message: string, call?: CallFacts, cause?: unknown) {
    super(message, false, "rejected", call, cause);
  }
}

/** No answer came: the connection could not be made or broke. `cause` is the error of `fetch`. */
export class ConnectionError extends SdkError {
  override readonly name: string = "ConnectionError";
  override readonly code: string = "connection_error";
}

/** No complete answer came within the time allowed. */
export class TimeoutError extends ConnectionError {
  override readonly name: string = "TimeoutError";
  override readonly code: string = "timeout";
}

/** The caller's `AbortSignal` was aborted. `cause` is its reason. */
export class AbortedError extends ConnectionError {
  override readonly name: string = "AbortedError";
  override readonly code: string = "aborted";
}

/** The server answered with success, in a form that cannot be read. */
export class DecodeError extends SdkError {
  override readonly name: string = "DecodeError";
  override readonly code: string = "decode_error";
}

/** One thing wrong with a request, as the server names it (RFC 9457 extension `errors`). */
export interface FieldError {
  /** Where: a JSON pointer into the request body, or the name of a parameter. */
  readonly pointer?: string;
  readonly rule?: string;
  readonly detail?: string;
  readonly limit?: unknown;
  readonly value?: unknown;
  readonly [member: string]: unknown;
}

/** What an `ApiError` is made of. */
export interface ApiErrorFacts {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly retryable: boolean;
  readonly outcome: Outcome;
  readonly requestId: string | undefined;
  readonly errors: readonly FieldError[];
  readonly retryAfterMs: number | undefined;
  readonly headers: Headers;
  /** The body as it came: parsed JSON, or text. */
  readonly body: unknown;
}

/** The server answered with an error. `code` tells which; narrow on it. */
export class ApiError extends SdkError {
  override readonly name: string = "ApiError";
  override readonly code: Open<ErrorCode>;
  readonly status: number;
  /** Tell it to the operator of the server when you ask for help. */
  readonly requestId: string | undefined;
  /** What is wrong with the request, one entry per field. */
  readonly errors: readonly FieldError[];
  /** How long the server asks to wait before the next request, in milliseconds. */
  readonly retryAfterMs: number | undefined;
  readonly headers: Headers;
  readonly body: unknown;

  constructor(facts: ApiErrorFacts, call?: CallFacts) {
    super(facts.message, facts.retryable, facts.outcome, call);
    this.code = facts.code as Open<ErrorCode>;
    this.status = facts.status;
    this.requestId = facts.requestId;
    this.errors = facts.errors;
    this.retryAfterMs = facts.retryAfterMs;
    this.headers = facts.headers;
    this.body = facts.body;
  }

  override toJSON(): Record<string, unknown> {
    const { status, requestId, errors, retryAfterMs } = this;
    return { ...super.toJSON(), status, requestId, errors, retryAfterMs };
  }
}

/** 400: the request is malformed. */
export class BadRequestError extends ApiError {
  override readonly name: string = "BadRequestError";
}

/** 401: the credentials are missing, wrong or late. */
export class AuthenticationError extends ApiError {
  override readonly name: string = "AuthenticationError";
}

/** 403: the credentials do not allow this. */
export class PermissionError extends ApiError {
  override readonly name: string = "PermissionError";
}

/** 404: there is no such thing. */
export class NotFoundError extends ApiError {
  override readonly name: string = "NotFoundError";
}

/** 409: it contradicts the present state. */
export class ConflictError extends ApiError {
  override readonly name: string = "ConflictError";
}

/** 422: well formed, and refused by a rule. */
export class UnprocessableError extends ApiError {
  override readonly name: string = "UnprocessableError";
}

/** 429: too many requests; wait `retryAfterMs`. */
export class RateLimitError extends ApiError {
  override readonly name: string = "RateLimitError";
}

/** 500 and above: the server failed. */
export class ServerError extends ApiError {
  override readonly name: string = "ServerError";
}

const BY_STATUS: Readonly<Record<number, new (facts: ApiErrorFacts, call?: CallFacts) => ApiError>> = {
  400: BadRequestError,
  401: AuthenticationError,
  403: PermissionError,
  404: NotFoundError,
  409: ConflictError,
  422: UnprocessableError,
  429: RateLimitError,
};

/** The error of the class that belongs to the status. */
export function apiError(facts: ApiErrorFacts, call?: CallFacts): ApiError {
  const Class = BY_STATUS[facts.status] ?? (facts.status >= 500 ? ServerError : ApiError);
  return new Class(facts, call);
}
