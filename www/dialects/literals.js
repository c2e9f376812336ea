// Numbers, days and times as text, each a pure test: exactness and multiples without the rounding of binary fractions, RFC 3339
// without local time. No locale, no grammar of input fields.

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

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
/** A time of day with its offset. */
export const TIME = /^([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/i;

/** @param {string} text */
export function isDate(text) {
  const parts = DATE.exec(text)?.slice(1).map(Number);
  if (!parts) return false;
  const [year, month, day] = parts;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1];
}

/** @param {string} text */
export const isDateTime = (text) => isDate(text.slice(0, 10)) && /[Tt]/.test(text.charAt(10)) && TIME.test(text.slice(11));

/**
 * Milliseconds of an RFC 3339 time with offset, or undefined.
 * @param {unknown} text
 * @returns {number | undefined}
 */
export const instant = (text) => (typeof text === "string" && isDateTime(text) ? Date.parse(text.toUpperCase()) : undefined);
