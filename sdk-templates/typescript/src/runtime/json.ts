/**
 * JSON without losing digits.
 *
 * Integers beyond 2^53 are read as `bigint`; everything else is what `JSON.parse` gives. A `bigint` is written as
 * digits, or as a string where the contract sends exact numbers as strings.
 */

/** An integer of 64 bits: a `number` while that is exact, a `bigint` beyond 2^53. */
export type Int64 = number | bigint;

/** How a `bigint` is written: as a JSON integer, or as a JSON string. */
export type BigIntStyle = "integer" | "string";

const LONG_DIGITS = /\d{16}/;
const TOKENS = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const INTEGER = /^-?\d{16,}$/;

/** Read JSON text. Throws `SyntaxError` like `JSON.parse`. */
export function parseJson(text: string): unknown {
  if (!LONG_DIGITS.test(text)) return JSON.parse(text);
  const mark = freshMark();
  const marked = text.replace(TOKENS, (token) =>
    INTEGER.test(token) && !Number.isSafeInteger(Number(token)) ? `"\\u0000${mark}${token}"` : token,
  );
  return JSON.parse(marked, (_key, value: unknown) =>
    typeof value === "string" && value.startsWith(`\0${mark}`) ? BigInt(value.slice(mark.length + 1)) : value,
  );
}

/** Write JSON text. Decimal objects are written as strings in plain notation, dates as RFC 3339. */
export function stringifyJson(value: unknown, bigints: BigIntStyle): string {
  const mark = freshMark();
  const text = JSON.stringify(value, function (this: unknown, key: string, jsonValue: unknown) {
    // `jsonValue` has been through toJSON already, which in decimal libraries may answer with an exponent.
    const original = (this as Record<string, unknown>)[key];
    if (typeof original === "bigint") return bigints === "string" ? String(original) : `\0${mark}${original}`;
    return isDecimalLike(original) ? original.toFixed() : jsonValue;
  });
  return bigints === "string" ? text : text.replace(new RegExp(`"\\\\u0000${mark}(-?\\d+)"`, "g"), "$1");
}

// Marks the place of an integer for a moment. Nobody can know it beforehand and smuggle in one of their own.
function freshMark(): string {
  return `int${String(Math.random()).slice(2)}:`;
}

/** Whether the value is an object of a decimal library. */
export function isDecimalLike(value: unknown): value is { toFixed(): string } {
  return typeof value === "object" && value !== null && typeof (value as { toFixed?: unknown }).toFixed === "function";
}
