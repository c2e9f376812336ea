// Days as people write them, and as services want them: YYYY-MM-DD. Days of the calendar only; no times, no zones.

const WEEKDAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
const MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
const MONTH = `(${MONTHS.map((month) => `${month}|${month.slice(0, 3)}`).join("|")})`;
const DAY_MS = 86_400_000;

/**
 * The day that a clock shows here.
 * @param {Date} now
 * @returns {string}
 */
export const today = (now = new Date()) => dayOf(now.getFullYear(), now.getMonth(), now.getDate());

/**
 * Whether a text is a day of the calendar, written YYYY-MM-DD.
 * @param {unknown} text
 * @returns {text is string}
 */
export function isDay(text) {
  if (typeof text !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  return !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);
}

/**
 * The day that a request names. A weekday is the next one after today; a day and a month the next such day.
 * @param {string} request
 * @param {string} now YYYY-MM-DD
 * @returns {string | undefined} undefined where no day is named
 */
export function readDay(request, now) {
  const text = request.toLowerCase();
  return exact(text) ?? relative(text, now) ?? weekday(text, now) ?? ofMonth(text, now);
}

/** @param {string} text */
const exact = (text) => text.match(/\b\d{4}-\d{2}-\d{2}\b/g)?.find(isDay);

/**
 * @param {string} text
 * @param {string} now
 */
function relative(text, now) {
  if (/\b(today|tonight)\b/.test(text)) return now;
  if (/\bday after tomorrow\b/.test(text)) return plus(now, 2);
  if (/\btomorrow\b/.test(text)) return plus(now, 1);
  if (/\bnext week\b/.test(text)) return plus(now, 7);
  const [, count, unit] = /\bin (\d{1,3}|an?|one|two|three) (day|week)s?\b/.exec(text) ?? [];
  if (count === undefined) return undefined;
  const number = { a: 1, an: 1, one: 1, two: 2, three: 3 }[count] ?? Number(count);
  return plus(now, number * (unit === "week" ? 7 : 1));
}

/**
 * @param {string} text
 * @param {string} now
 */
function weekday(text, now) {
  const [, name] = new RegExp(`\\b(${WEEKDAYS.join("|")})\\b`).exec(text) ?? [];
  if (name === undefined) return undefined;
  const ahead = (WEEKDAYS.indexOf(name) - new Date(now).getUTCDay() + 7) % 7;
  return plus(now, ahead === 0 ? 7 : ahead);
}

/**
 * @param {string} text
 * @param {string} now
 */
function ofMonth(text, now) {
  const [, m1, d1] = new RegExp(`\\b${MONTH}\\.? (\\d{1,2})(?:st|nd|rd|th)?\\b`).exec(text) ?? [];
  const [, d2, m2] = new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)? (?:of )?${MONTH}\\b`).exec(text) ?? [];
  const [name, day] = m1 === undefined ? [m2, d2] : [m1, d1];
  if (name === undefined) return undefined;
  const month = MONTHS.findIndex((full) => full.startsWith(name.slice(0, 3)));
  const year = Number(now.slice(0, 4));
  const years = [year, year + 1].map((one) => `${one}-${pad(month + 1)}-${pad(Number(day))}`);
  return years.find((one) => isDay(one) && one >= now);
}

/**
 * The day so many days later.
 * @param {string} day YYYY-MM-DD
 * @param {number} days
 */
export const plus = (day, days) => new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);

/**
 * @param {number} year
 * @param {number} month from 0
 * @param {number} date
 */
const dayOf = (year, month, date) => `${year}-${pad(month + 1)}-${pad(date)}`;

/** @param {number} number */
const pad = (number) => String(number).padStart(2, "0");
