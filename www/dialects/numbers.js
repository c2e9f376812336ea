// Decimal numbers as text: exactness and multiples without the rounding of binary fractions. No locale, no grammar of input fields.

/** The number grammar of JSON. */
export const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/**
 * A decimal text as digits times a power of ten, without trailing zeros.
 * @param {string} text a number as JSON writes it
 */
export function decimal(text) {
  const [mantissa, exponent = "0"] = text.toLowerCase().split("e");
  const [whole, fraction = ""] = mantissa.split(".");
  let digits = BigInt(whole.replace("-", "") + fraction);
  let power = Number(exponent) - fraction.length;
  while (digits !== 0n && digits % 10n === 0n) [digits, power] = [digits / 10n, power + 1];
  return { negative: text.startsWith("-") && digits !== 0n, digits, power: digits === 0n ? 0 : power };
}

/**
 * Whether the double that a text parses to prints back to the same number (SR-05).
 * @param {string} text matches {@link JSON_NUMBER}
 */
export function isExact(text) {
  const value = Number(text);
  if (!Number.isFinite(value) || text.length > 400) return false;
  const [typed, held] = [decimal(text), decimal(String(value))];
  return typed.digits === held.digits && typed.power === held.power;
}

/**
 * Whether `value` is a whole multiple of `unit`, in decimal arithmetic.
 * @param {number} value
 * @param {number} unit greater than 0
 */
export function isMultiple(value, unit) {
  const [a, b] = [decimal(String(value)), decimal(String(unit))];
  const shift = Math.min(a.power, b.power);
  return (a.digits * 10n ** BigInt(a.power - shift)) % (b.digits * 10n ** BigInt(b.power - shift)) === 0n;
}
