// Days and times as RFC 3339 writes them. No value passes through local time.

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
