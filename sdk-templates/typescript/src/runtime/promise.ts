/** Answers that can be awaited, looked at in the raw, or walked page by page. */

import { DecodeError, SdkError } from "./errors.js";
import type { Paging } from "./operation.js";
import { pointed } from "./pointer.js";

/** An answer whose head has come and whose body has not been read yet. */
export interface Exchange<T> {
  readonly response: Response;
  readonly requestId: string | undefined;
  /** Read the body. Called at most once. */
  read(): Promise<T>;
  /** Stop the clock of the call, leaving the body to the caller. */
  release(): void;
}

/** The data together with the answer it came in. */
export interface WithResponse<T> {
  readonly data: T;
  readonly response: Response;
  readonly requestId: string | undefined;
}

/** What `.safe()` answers: the data or the error, without a throw. */
export type Result<T> =
  | { readonly ok: true; readonly data: T; readonly error?: never }
  | { readonly ok: false; readonly error: SdkError; readonly data?: never };

/** The promise of an answer. Await it for the data. The request is on its way from the start. */
export class APIPromise<T> extends Promise<T> {
  readonly #exchange: Promise<Exchange<T>>;
  readonly #data: Promise<T>;
  #isRaw: boolean = false;

  constructor(exchange: Promise<Exchange<T>>) {
    // The inner promise is never looked at: `then` below stands in for it.
    super((resolve) => resolve(undefined as T));
    this.#exchange = exchange;
    // The body is read even when nobody waits for it, so that no connection stays open behind a call.
    this.#data = exchange.then(({ read }) => (this.#isRaw ? (undefined as T) : read()));
  }

  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  override then<A = T, B = never>(
    onFulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.#data.then(onFulfilled, onRejected);
  }

  override catch<B = never>(onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<T | B> {
    return this.#data.catch(onRejected);
  }

  override finally(onFinally?: (() => void) | null): Promise<T> {
    return this.#data.finally(onFinally);
  }

  /** The raw answer in place of the data, its body unread. Ask for it at once. Errors are thrown as usual. */
  async asResponse(): Promise<Response> {
    this.#isRaw = true;
    this.#data.catch(() => undefined);
    const exchange = await this.#exchange;
    exchange.release();
    return exchange.response;
  }

  /** The data together with the raw answer and its request id. */
  async withResponse(): Promise<WithResponse<T>> {
    const [{ response, requestId }, data] = await Promise.all([this.#exchange, this.#data]);
    return { data, response, requestId };
  }

  /** The data or the error, without a throw. What is not an error of this package is still thrown. */
  async safe(): Promise<Result<T>> {
    try {
      return { ok: true, data: await this.#data };
    } catch (error) {
      if (error instanceof SdkError) return { ok: false, error };
      throw error;
    }
  }
}

/**
 * The promise of a page. Await it for one page, or walk all items with `for await`; further pages are asked for when
 * the walk reaches them.
 */
export class PagePromise<Page, Item> extends APIPromise<Page> implements AsyncIterable<Item> {
  readonly #paging: Paging;
  readonly #follow: (cursor: string) => PagePromise<Page, Item>;

  constructor(exchange: Promise<Exchange<Page>>, paging: Paging, follow: (cursor: string) => PagePromise<Page, Item>) {
    super(exchange);
    this.#paging = paging;
    this.#follow = follow;
  }

  /** Walk the pages, this one first. */
  async *pages(): AsyncGenerator<Page, void, undefined> {
    let previous: unknown;
    let page: Page = await this;
    for (;;) {
      yield page;
      const cursor = pointed(page, this.#paging.next);
      if (cursor === undefined || cursor === null || cursor === "") return;
      if (cursor === previous) {
        throw new DecodeError(`Expected a new cursor, got ${JSON.stringify(cursor)} twice`, false, "rejected");
      }
      previous = cursor;
      page = await this.#follow(String(cursor));
    }
  }

  /** Walk the items of all pages. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined> {
    for await (const page of this.pages()) {
      const items = pointed(page, this.#paging.items);
      if (Array.isArray(items)) yield* items as Item[];
    }
  }
}
