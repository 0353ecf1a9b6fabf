/** The one way out: builds a request, authenticates it, sends it, and reads the answer or the error. */

import type { Authenticate } from "./auth.js";
import { bytesOf } from "./body.js";
import { Deadline } from "./deadline.js";
import { AbortedError, ConfigurationError, ConnectionError, DecodeError, SdkError, TimeoutError } from "./errors.js";
import type { CallFacts, Outcome } from "./errors.js";
import { parseJson, type BigIntStyle } from "./json.js";
import type { CallInput, Operation, RequestOptions } from "./operation.js";
import { pointed } from "./pointer.js";
import { problem, type ErrorTraits } from "./problem.js";
import { APIPromise, PagePromise, type Exchange } from "./promise.js";
import { draft, type Draft } from "./serialize.js";
import type { OutgoingRequest } from "./signing.js";

/** What the contract says about all its operations, as data. */
export interface ContractFacts {
  /** Name and version of this package, told to the server as `user-agent`. */
  readonly agent: string;
  /** The first server of the contract. */
  readonly baseUrl: string;
  readonly requestIdHeader: string;
  readonly bigints: BigIntStyle;
  /** The error catalogue: what differs from an error that is not retryable and has changed nothing. */
  readonly errors: Readonly<Record<string, ErrorTraits>>;
}

export interface TransportOptions {
  /** Address of the server. Absent: the first one of the contract. */
  readonly baseUrl?: string | undefined;
  /** Puts credentials on each request. */
  readonly authenticate?: Authenticate | undefined;
  /** Called last, with the final request, to sign it in a way of your own: set headers or change the address. */
  readonly sign?: ((request: OutgoingRequest) => void | Promise<void>) | undefined;
  /** In place of the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** Time allowed for a whole call, in milliseconds. Absent: 30,000. Zero: no limit. */
  readonly timeoutMs?: number | undefined;
  /** Headers of every request. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** In place of the JSON reader, which reads integers beyond 2^53 as `bigint`. */
  readonly parseJson?: ((text: string) => unknown) | undefined;
}

/** Sends operations to one server. Hand it to the functions of `ops`. It holds no readable secret. */
export class Transport {
  readonly baseUrl: string;
  readonly #facts: ContractFacts;
  readonly #options: TransportOptions;

  constructor(facts: ContractFacts, options: TransportOptions = {}) {
    this.#facts = facts;
    this.#options = options;
    this.baseUrl = options.baseUrl ?? facts.baseUrl;
    if (!/^https?:\/\//i.test(this.baseUrl)) {
      throw new ConfigurationError(
        `Expected an address with http or https, got ${JSON.stringify(this.baseUrl)} - at baseUrl`,
      );
    }
  }

  /** Call an operation. */
  request<T>(operation: Operation, input: CallInput = {}, options: RequestOptions = {}): APIPromise<T> {
    return new APIPromise<T>(this.#send<T>(operation, input, options));
  }

  /** Call an operation that answers in pages. */
  list<Page, Item>(operation: Operation, input: CallInput = {}, options: RequestOptions = {}): PagePromise<Page, Item> {
    const { page: paging } = operation;
    if (paging === undefined) throw new ConfigurationError(`Expected a paged operation, got ${operation.id}`);
    const follow = (cursor: string): PagePromise<Page, Item> =>
      this.list(operation, { ...input, params: { ...input.params, [paging.cursor]: cursor } }, options);
    return new PagePromise<Page, Item>(this.#send<Page>(operation, input, options), paging, follow);
  }

  async #send<T>(operation: Operation, input: CallInput, options: RequestOptions): Promise<Exchange<T>> {
    const call: CallFacts = { operation: operation.id, method: operation.method, path: operation.path };
    try {
      const built = await draft(
        this.#options.baseUrl ?? operation.server ?? this.baseUrl,
        operation,
        input,
        this.#facts.bigints,
      );
      return await this.#attempt<T>({ operation, call, isRepeatable: isRepeatable(operation, input) }, built, options);
    } catch (error) {
      if (error instanceof SdkError) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      throw new ConfigurationError(
        `Expected a call that can be sent, got: ${reason} - at ${operation.id}`,
        call,
        error,
      );
    }
  }

  /** One attempt: nothing is carried over from another, so each is authenticated anew. */
  async #attempt<T>(subject: Subject, built: Draft, options: RequestOptions): Promise<Exchange<T>> {
    const { operation, call } = subject;
    const url = new URL(built.url);
    const headers = new Headers({ accept: accepted(operation), ...userAgent(this.#facts.agent) });
    for (const layer of [this.#options.headers, built.headers, options.headers]) {
      for (const [name, value] of Object.entries(layer ?? {})) headers.set(name, value);
    }
    const request: OutgoingRequest = { method: built.method, url, headers, body: built.body };
    await this.#options.authenticate?.(operation, request, options);
    await this.#options.sign?.(request);
    const deadline = new Deadline(options.timeoutMs ?? this.#options.timeoutMs ?? 30_000, options.signal);
    try {
      deadline.signal.throwIfAborted();
    } catch (cause) {
      deadline.clear();
      throw broken(subject, deadline, cause, "rejected");
    }
    try {
      const response = await this.#fetch(request, deadline.signal);
      if (!response.ok) {
        const text = new TextDecoder().decode(await bytesOf(response, deadline.signal));
        throw problem(response, text, operation, call, this.#facts, this.#parse);
      }
      return this.#exchange<T>(subject, response, deadline);
    } catch (cause) {
      deadline.clear();
      throw cause instanceof SdkError ? cause : broken(subject, deadline, cause);
    }
  }

  #fetch({ url, method, headers, body }: OutgoingRequest, signal: AbortSignal): Promise<Response> {
    const send = this.#options.fetch ?? globalThis.fetch;
    // A redirect would carry the credentials to another address, signed for this one.
    const init: RequestInit = { method, headers, signal, redirect: "error" };
    if (body !== undefined) init.body = body as Uint8Array<ArrayBuffer>;
    return send(url.href, init);
  }

  #exchange<T>(subject: Subject, response: Response, deadline: Deadline): Exchange<T> {
    const read = async (): Promise<T> => {
      try {
        return this.#body(subject, response, await bytesOf(response, deadline.signal)) as T;
      } catch (cause) {
        throw cause instanceof SdkError ? cause : broken(subject, deadline, cause);
      } finally {
        deadline.clear();
      }
    };
    const requestId = response.headers.get(this.#facts.requestIdHeader) ?? undefined;
    return { response, requestId, read, release: () => deadline.clear() };
  }

  #body({ operation, call }: Subject, response: Response, bytes: Uint8Array): unknown {
    if (operation.answers === "bytes") return bytes;
    const text = new TextDecoder().decode(bytes);
    if (operation.answers === "text") return text;
    if (operation.answers === "nothing" || text === "") return undefined;
    try {
      return this.#parse(text);
    } catch (cause) {
      const type = response.headers.get("content-type") ?? "no content type";
      const message = `Expected JSON, got ${type} of ${text.length} characters - at ${call.operation}`;
      throw new DecodeError(message, false, outcomeOf(operation), call, cause);
    }
  }

  get #parse(): (text: string) => unknown {
    return this.#options.parseJson ?? parseJson;
  }
}

function accepted(operation: Operation): string {
  return operation.answers === undefined ? "application/json" : "*/*";
}

// Browsers name themselves, and would ask the server for leave before they send a name of ours.
function userAgent(agent: string): Record<string, string> {
  return "window" in globalThis ? {} : { "user-agent": agent };
}

function outcomeOf(operation: Operation): Outcome {
  return isSafe(operation) ? "rejected" : "unknown";
}

/** Whether the method changes nothing (RFC 9110, section 9.2.1). */
function isSafe(operation: Operation): boolean {
  return ["GET", "HEAD", "OPTIONS", "QUERY"].includes(operation.method);
}

/** What an attempt is about. */
interface Subject {
  readonly operation: Operation;
  readonly call: CallFacts;
  /** Whether sending the request twice does no more than sending it once. */
  readonly isRepeatable: boolean;
}

function broken(subject: Subject, deadline: Deadline, cause: unknown, known?: Outcome): ConnectionError {
  const { call, operation, isRepeatable: again } = subject;
  const outcome = known ?? (neverSent(cause) ? "rejected" : outcomeOf(operation));
  const at = `${call.method} ${call.path}`;
  if (deadline.expired) {
    const message = `Expected an answer within ${deadline.timeoutMs} ms, got none - at ${at}`;
    return new TimeoutError(message, again, outcome, call, cause);
  }
  if (deadline.signal.aborted) {
    return new AbortedError(`The caller aborted the call - at ${at}`, false, outcome, call, cause);
  }
  const reason = cause instanceof Error ? cause.message : String(cause);
  const message = `Expected an answer, got a broken connection (${reason}) - at ${at}`;
  return new ConnectionError(message, again || outcome === "rejected", outcome, call, cause);
}

/** By its method (RFC 9110, section 9.2.2), or because the request carries what the server knows repetitions by. */
function isRepeatable(operation: Operation, { body, params }: CallInput): boolean {
  if (isSafe(operation) || operation.method === "PUT" || operation.method === "DELETE") return true;
  const field = operation.idempotency;
  if (field === undefined) return false;
  const header = /^header:(.+)$/.exec(field)?.[1];
  const key = header === undefined ? pointed(body, field) : (params as Record<string, unknown> | undefined)?.[header];
  return key !== undefined && key !== null;
}

/** Whether Node says that no connection was made at all. */
function neverSent(error: unknown): boolean {
  const code = (error as { cause?: { code?: unknown } } | undefined)?.cause?.code;
  return code === "ECONNREFUSED" || code === "ENOTFOUND" || code === "EAI_AGAIN";
}
