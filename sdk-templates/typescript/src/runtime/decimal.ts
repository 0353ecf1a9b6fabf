/**
 * Exact decimals as strings.
 *
 * Amounts and prices travel as strings and stay strings: a JavaScript number cannot hold 0.1. The functions here
 * calculate on them with BigInt, exactly, and never answer in exponent notation.
 *
 * @example
 * const total = mul("0.015", "64000.10"); // "960.00150"
 * const price = quantize("64000.127", "0.05", "half_even"); // "64000.15"
 */

/** A decimal in plain notation, as the server sends it. It is a string at run time. */
export type Decimal = string & { readonly "~decimal": true };

/**
 * An object of a decimal library (decimal.js, big.js, bignumber.js): `toFixed()` without arguments gives plain
 * notation.
 */
export type DecimalLike = object & { toFixed(): string };

/** What is accepted where a decimal is sent. A `number` is refused by the type: it may have lost digits already. */
export type DecimalInput = string | bigint | DecimalLike;

/**
 * How to round to a tick: `down` towards zero, `up` away from zero, `floor` towards minus infinity, `ceil` towards plus
 * infinity, `half_up` to the nearest with ties away from zero, `half_even` to the nearest with ties to the even
 * multiple.
 */
export type Rounding = "down" | "up" | "floor" | "ceil" | "half_up" | "half_even";

interface Scaled {
  /** The value times ten to the power of `scale`. */
  readonly units: bigint;
  readonly scale: number;
}

const PATTERN = /^([+-]?\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,4}))?$/;

function parse(input: DecimalInput): Scaled {
  const text = typeof input === "object" ? input.toFixed() : String(input);
  const match = typeof input === "number" ? null : PATTERN.exec(text);
  if (match === null) {
    throw new RangeError(`Expected a decimal such as "12.50", got ${typeof input} ${JSON.stringify(text)}`);
  }
  const [, whole = "0", fraction = "", exponent = "0"] = match;
  const scale = fraction.length - Number(exponent);
  const units = BigInt(whole + fraction);
  return scale < 0 ? { units: units * 10n ** BigInt(-scale), scale: 0 } : { units, scale };
}

function format({ units, scale }: Scaled): Decimal {
  const sign = units < 0n ? "-" : "";
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, "0");
  const point = digits.length - scale;
  return (sign + digits.slice(0, point) + (scale > 0 ? `.${digits.slice(point)}` : "")) as Decimal;
}

function rescale(value: Scaled, scale: number): bigint {
  return value.units * 10n ** BigInt(scale - value.scale);
}

function align(a: DecimalInput, b: DecimalInput): readonly [bigint, bigint, number] {
  const left = parse(a);
  const right = parse(b);
  const scale = Math.max(left.scale, right.scale);
  return [rescale(left, scale), rescale(right, scale), scale];
}

/** Read a decimal and write it in plain notation. Throws `RangeError` when the text is no decimal. */
export function normalize(input: DecimalInput): Decimal {
  return format(parse(input));
}

/** `a + b`, with as many decimal places as the longer of the two. */
export function add(a: DecimalInput, b: DecimalInput): Decimal {
  const [left, right, scale] = align(a, b);
  return format({ units: left + right, scale });
}

/** `a - b`, with as many decimal places as the longer of the two. */
export function sub(a: DecimalInput, b: DecimalInput): Decimal {
  const [left, right, scale] = align(a, b);
  return format({ units: left - right, scale });
}

/** `a * b`, exact: with as many decimal places as both have together. */
export function mul(a: DecimalInput, b: DecimalInput): Decimal {
  const left = parse(a);
  const right = parse(b);
  return format({ units: left.units * right.units, scale: left.scale + right.scale });
}

/** `-1` when `a` is less than `b`, `1` when it is greater, `0` when they are equal (`"1.0"` equals `"1"`). */
export function cmp(a: DecimalInput, b: DecimalInput): -1 | 0 | 1 {
  const [left, right] = align(a, b);
  return left < right ? -1 : left > right ? 1 : 0;
}

/**
 * The multiple of `tick` next to `value`, with the decimal places of `tick`. Rounds towards zero unless told otherwise.
 */
export function quantize(value: DecimalInput, tick: DecimalInput, rounding: Rounding = "down"): Decimal {
  const [units, step, scale] = align(value, tick);
  if (step <= 0n) {
    throw new RangeError(`Expected a tick above zero, got ${JSON.stringify(String(tick))}`);
  }
  const quotient = units / step;
  const rest = units % step;
  const steps = quotient + (roundsAway(rounding, rest, quotient, step) ? (units < 0n ? -1n : 1n) : 0n);
  const places = parse(tick).scale;
  return format({ units: (steps * step) / 10n ** BigInt(scale - places), scale: places });
}

function roundsAway(rounding: Rounding, rest: bigint, quotient: bigint, step: bigint): boolean {
  if (rest === 0n || rounding === "down") return false;
  if (rounding === "up") return true;
  if (rounding === "floor") return rest < 0n;
  if (rounding === "ceil") return rest > 0n;
  const twice = (rest < 0n ? -rest : rest) * 2n;
  return twice > step || (twice === step && (rounding === "half_up" || quotient % 2n !== 0n));
}
