/** One signal out of two: the caller's, and the end of the time allowed. */
export class Deadline {
  readonly timeoutMs: number;
  /** Whether the time ran out. */
  expired: boolean = false;
  readonly #controller: AbortController = new AbortController();
  readonly #caller: AbortSignal | undefined;
  readonly #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #abort: () => void;

  constructor(timeoutMs: number, caller: AbortSignal | undefined) {
    this.timeoutMs = timeoutMs;
    this.#caller = caller;
    this.#abort = () => this.#controller.abort(caller?.reason);
    if (caller?.aborted) this.#abort();
    else caller?.addEventListener("abort", this.#abort, { once: true });
    if (timeoutMs > 0) this.#timer = setTimeout(() => this.#expire(), timeoutMs);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  #expire(): void {
    if (this.signal.aborted) return;
    this.expired = true;
    this.#controller.abort();
  }

  /** Forget the caller's signal and stop the timer. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#caller?.removeEventListener("abort", this.#abort);
  }
}
