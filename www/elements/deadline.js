// The deadline of a request: a text that ticks each minute, each second in the last one, and is spoken three times (D.8).
/** @import { Stage } from "./stage.js" */
import { h, icon } from "./dom.js";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** Minutes left at which a screen reader is told. */
const SPOKEN = [15, 5, 1];
/** Longest wait of a timer: later ones fire at once. */
const LONGEST = 2 ** 31 - 1;

/**
 * @param {Stage} stage
 * @returns {HTMLElement | null}
 */
export function deadlineView(stage) {
  const { session } = stage;
  const until = session.expiresAt;
  if (until === undefined) return null;
  const text = h("time", { datetime: new Date(until).toISOString() });
  const view = h("span", { class: "pill deadline", part: "deadline" }, icon("clock"), text);
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const tick = () => {
    const left = until - Date.now();
    text.textContent = words(stage, until, left);
    view.classList.toggle("soon", left < SPOKEN[0] * MINUTE);
    if (!session.isOpen) return;
    if (left <= 0) return session.expire();
    speak(stage, left);
    timer = setTimeout(tick, Math.min(LONGEST, untilNext(left)));
  };
  // The first tick may end the form, which must be drawn before.
  timer = setTimeout(tick, 0);
  text.textContent = words(stage, until, until - Date.now());
  stage.atEnd(() => clearTimeout(timer));
  return view;
}

/** @param {number} left milliseconds */
function untilNext(left) {
  const unit = left <= MINUTE ? SECOND : MINUTE;
  return left % unit || unit;
}

/**
 * @param {Stage} stage
 * @param {number} until
 * @param {number} left
 */
function words({ t, session }, until, left) {
  const time = session.time(until);
  return left <= 0 ? t("deadline.passed", { time }) : t("deadline.in", { relative: duration(session.locale, left), time });
}

/**
 * A length of time in its largest fitting unit, rounded up.
 * @param {string} locale
 * @param {number} ms
 */
export function duration(locale, ms) {
  const steps = /** @type {const} */ ([["day", 24 * 60 * MINUTE], ["hour", 60 * MINUTE], ["minute", MINUTE], ["second", SECOND]]);
  const [unit, size] = steps.find(([, length]) => ms > length) ?? steps[3];
  return new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "short" }).format(Math.ceil(ms / size));
}

/**
 * @param {Stage} stage
 * @param {number} left
 */
function speak({ t, session }, left) {
  const minutes = Math.ceil(left / MINUTE);
  if (!SPOKEN.includes(minutes) || session.spoken === minutes) return;
  session.spoken = minutes;
  session.host.say(t("deadline.in", { relative: duration(session.locale, left), time: session.time(session.expiresAt) }));
}
