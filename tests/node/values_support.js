// What the tests of crossing values share: how a refusal is checked, values that are no JSON, and values of any shape.

import assert from "node:assert/strict";

/**
 * The call throws a typed error with this code and path.
 * @param {() => unknown} call
 * @param {string} code
 * @param {string} [path]
 */
export function refuses(call, code, path) {
  assert.throws(call, (/** @type {any} */ error) => {
    assert.deepEqual([error.code, path === undefined ? undefined : error.path], [code, path], String(error));
    assert.ok(error instanceof Error);
    return true;
  });
}

/**
 * A container nested so many levels deep.
 * @param {number} levels
 * @param {(inner: unknown) => unknown} [wrap]
 * @returns {unknown}
 */
export function nested(levels, wrap = (inner) => [inner]) {
  /** @type {unknown} */
  let value = 0;
  for (let level = 0; level < levels; level += 1) value = wrap(value);
  return value;
}

/** What JSON has no word for, by name. */
export const FOREIGN = {
  date: new Date(0),
  regexp: /x/,
  map: new Map(),
  set: new Set(),
  bytes: new Uint8Array(1),
  buffer: new ArrayBuffer(1),
  instance: new (class Flight {})(),
  subclass: new (class Legs extends Array {})(),
  inheriting: Object.create({ a: 1 }),
  "inheriting from no prototype": Object.create(Object.assign(Object.create(null), { a: 1 })),
  error: new Error("x"),
  promise: Promise.resolve(),
  symbol: Symbol("x"),
  function: () => {},
  class: class Flight {},
  boxed: Object("text"),
  bigint: 1n,
  proto: Object.setPrototypeOf([1], null),
  generator: (function* () {})(),
  weak: new WeakMap(),
};

/**
 * Numbers in [0, 1), the same for the same seed.
 * @param {number} seed
 */
export function seeded(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/**
 * A value of any shape.
 * @param {() => number} random
 * @param {boolean} isState with what JSON lacks
 * @param {number} depth
 * @returns {unknown}
 */
export function anyValue(random, isState, depth = 0) {
  const below = (/** @type {number} */ n) => Math.floor(random() * n);
  const text = () => String.fromCodePoint(...Array.from({ length: below(6) }, () => [97, 34, 36, 0x5c, 0xe9, 0x20ac, 0x1f602, 10][below(8)]));
  const many = (/** @type {() => unknown} */ make) => Array.from({ length: below(5) }, make);
  const inner = () => anyValue(random, isState, depth + 1);
  const scalars = [() => null, () => random() < 0.5, () => below(1_000) - 500, () => (random() - 0.5) * 10 ** (below(60) - 30), text];
  const containers = [() => many(inner), () => Object.fromEntries(many(() => [["a", "$hg", "v", text(), "9"][below(5)], inner()]).map(/** @returns {[any, any]} */ (e) => /** @type {any} */ (e)))];
  const special = [() => [undefined], () => NaN, () => -0, () => BigInt(below(9)) ** 30n, () => new Date(below(1e9)), () => Uint8Array.from(many(() => below(256)), Number), () => /a+/g];
  const collections = [() => new Set(many(inner)), () => new Map(many(() => [inner(), inner()]).map(/** @returns {[any, any]} */ (e) => /** @type {any} */ (e)))];
  const makers = [...scalars, ...(isState ? special : []), ...(depth < 5 ? [...containers, ...containers, ...(isState ? collections : [])] : [])];
  return makers[below(makers.length)]();
}
