/** An operation of the contract, as data. What is not said has the usual value, so that a bundle stays small. */
export interface Operation {
  readonly id: string;
  readonly method: string;
  /** The path as the contract writes it, parameters in braces. */
  readonly path: string;
  /** Where it is served, when that is not where the others are. A base address given to the client wins. */
  readonly server?: string;
  /** Security schemes: any one of the lists suffices, all schemes of a list together. Absent: open to everybody. */
  readonly auth?: readonly (readonly string[])[];
  /** Media type of the request body. Absent: `application/json`. */
  readonly sends?: string;
  /** How the answer is read. Absent: by its content type. */
  readonly answers?: "bytes" | "text" | "nothing";
  /** Parameters that travel in headers or cookies. All others are in the query. */
  readonly headers?: readonly string[];
  readonly cookies?: readonly string[];
  /** Wire names of parameters whose argument is named otherwise, because two locations use one name. */
  readonly wireNames?: Readonly<Record<string, string>>;
  /** Parameters that are not written in the usual style of their location. */
  readonly styles?: Readonly<Record<string, Style>>;
  /** Set where the server recognises a repeated request, so that sending it again is safe: the field it goes by. */
  readonly idempotency?: string;
  readonly page?: Paging;
}

/**
 * How a parameter is written. `csv`, `ssv` and `pipes` join an array with comma, space and bar; `deep` writes
 * `name[key]=value`; `json` writes JSON; `label` and `matrix` are those of RFC 6570 in a path; an `!` after it leaves
 * reserved characters as they are.
 */
export type Style = "form" | "csv" | "ssv" | "pipes" | "deep" | "json" | "label" | "matrix" | "form!" | "csv!";

/** How a list is paged. */
export interface Paging {
  /** Query parameter that takes the cursor. */
  readonly cursor: string;
  /** JSON pointers into the answer. */
  readonly next: string;
  readonly items: string;
}

/** The arguments of one call. */
export interface CallInput {
  /** Values of the path's parameters, in the order of the path. */
  readonly path?: readonly unknown[];
  /** Query, header and cookie parameters by name. */
  readonly params?: object | undefined;
  readonly body?: unknown;
}

/** Options of one call. They win over those of the client. */
export interface RequestOptions {
  /** Aborts the call. */
  readonly signal?: AbortSignal | undefined;
  /** Time allowed for the whole call, in milliseconds. */
  readonly timeoutMs?: number | undefined;
  /** Further headers. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /**
   * How long after its timestamp the server may still accept the request, in milliseconds, where requests are signed.
   */
  readonly recvWindowMs?: number | undefined;
}
