import assert from "node:assert/strict";
import { test } from "node:test";
import { decimal } from "./support.mjs";

const { add, cmp, mul, normalize, quantize, sub } = decimal;

test("sums keep the longer scale", () => {
  for (const [a, b, sum, difference] of [
    ["0.1", "0.2", "0.3", "-0.1"],
    ["1.10", "0.90", "2.00", "0.20"],
    ["-1", "0.001", "-0.999", "-1.001"],
    ["99999999999999999999.999", "0.001", "100000000000000000000.000", "99999999999999999999.998"],
    ["0", "0", "0", "0"],
    ["0.00", "-0.00", "0.00", "0.00"],
  ]) {
    assert.equal(add(a, b), sum);
    assert.equal(sub(a, b), difference);
  }
});

test("products are exact", () => {
  assert.equal(mul("0.015", "64000.10"), "960.00150");
  assert.equal(mul("-0.5", "0.5"), "-0.25");
  assert.equal(mul("123456789.123456789", "987654321.987654321"), "121932631356500531.347203169112635269");
});

test("comparison is by value", () => {
  assert.equal(cmp("1.0", "1"), 0);
  assert.equal(cmp("-0", "0"), 0);
  assert.equal(cmp("0.1", "0.09"), 1);
  assert.equal(cmp("-2", "-1"), -1);
});

test("quantising in every rounding", () => {
  const table = [
    // value    tick    down    up      floor   ceil    half_up half_even
    ["1.25", "0.1", "1.2", "1.3", "1.2", "1.3", "1.3", "1.2"],
    ["1.35", "0.1", "1.3", "1.4", "1.3", "1.4", "1.4", "1.4"],
    ["-1.25", "0.1", "-1.2", "-1.3", "-1.3", "-1.2", "-1.3", "-1.2"],
    ["1.26", "0.1", "1.2", "1.3", "1.2", "1.3", "1.3", "1.3"],
    ["64000.127", "0.05", "64000.10", "64000.15", "64000.10", "64000.15", "64000.15", "64000.15"],
    ["37", "25", "25", "50", "25", "50", "25", "25"],
    ["5", "0.001", "5.000", "5.000", "5.000", "5.000", "5.000", "5.000"],
    ["0.00001", "0.5", "0.0", "0.5", "0.0", "0.5", "0.0", "0.0"],
  ];
  for (const [value, tick, ...expected] of table) {
    const roundings = ["down", "up", "floor", "ceil", "half_up", "half_even"];
    assert.deepEqual(
      roundings.map((rounding) => quantize(value, tick, rounding)),
      expected,
      `${value} to ${tick}`,
    );
  }
  assert.equal(quantize("1.29", "0.1"), "1.2");
  assert.throws(() => quantize("1", "0"), /Expected a tick above zero/);
  assert.throws(() => quantize("1", "-0.1"), RangeError);
});

test("input in many forms, output never in exponent notation", () => {
  assert.equal(normalize("1e-7"), "0.0000001");
  assert.equal(normalize("1.5E+3"), "1500");
  assert.equal(normalize("+7.10"), "7.10");
  assert.equal(normalize(12345678901234567890n), "12345678901234567890");
  assert.equal(normalize({ toFixed: () => "0.5" }), "0.5");
  assert.equal(normalize("-.5".replace(".", "0.")), "-0.5");
});

test("what is no decimal is refused", () => {
  for (const wrong of ["", " 1", "1.", ".5", "abc", "NaN", "Infinity", "0x10", "1e99999", 0.1, 1, null, undefined]) {
    assert.throws(() => normalize(wrong), /RangeError|TypeError|Expected a decimal/);
  }
});
