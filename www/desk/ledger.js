// A service's books as a person may check them: every order that reached it, and every effect, apart. What is drawn is what its
// own database holds. Parts to build such views from, and the view of a plain service.

import { h } from "../elements/dom.js";
import { time } from "./words.js";

/**
 * @import { Attempt, Effect, Service } from "./service.js"
 * @import { Settings } from "./settings.js"
 */

/** Books on a page. @typedef {{ element: HTMLElement, strip: HTMLElement, read: () => Promise<void> }} LedgerView */

const MAX_DELAY_SECONDS = 30;

/**
 * A number with a name, for the strip beside the intro.
 * @param {string} name
 */
export function figure(name) {
  const value = h("dd");
  return {
    element: h("div", null, h("dt", null, name), value),
    tell: (/** @type {string | number} */ text) => {
      value.textContent = String(text);
    },
  };
}

/**
 * Figures side by side.
 * @param {string} label
 * @param {...{ element: HTMLElement }} each
 */
export const figures = (label, ...each) => h("dl", { class: "figures", "aria-label": label }, ...each.map(({ element }) => element));

/**
 * A table of four columns: the first is a time, the third a key.
 * @param {string} name
 * @param {string} id
 * @param {readonly string[]} columns
 * @param {string} none what stands there while there is no row
 */
export function booksTable(name, id, columns, none) {
  const body = h("tbody");
  return {
    element: h("table", { id }, h("caption", null, name), h("thead", null, h("tr", null, ...columns.map((column) => h("th", { scope: "col" }, column)))), body),
    tell: (/** @type {readonly HTMLElement[]} */ rows) => {
      body.replaceChildren(...(rows.length > 0 ? rows : [h("tr", null, h("td", { colspan: columns.length, class: "empty" }, none))]));
    },
  };
}

/**
 * A row of such a table.
 * @param {{ at: number, key: string }} record
 * @param {string} what
 * @param {{ text: string, tone?: string }} came what came of it
 */
export const booksRow = ({ at, key }, what, { text, tone }) => h("tr", null,
  h("td", null, h("time", { datetime: new Date(at).toISOString() }, time(at))), h("td", null, what),
  // The beginning of a key is enough to see that two are the same.
  h("td", null, h("code", { title: key }, key.slice(0, 8))), h("td", { class: tone ? `is-${tone}` : "number" }, text));

/**
 * What came of an order so far.
 * @param {Attempt} attempt
 * @param {object} around
 * @param {boolean} around.underWay whether a tab waits for the answer
 * @param {string} around.done what the effect is called once it is there, such as `Charged $187`
 * @param {string} around.effect what is not there yet, such as `charge`
 * @param {string} around.repeated what is said of a key that is known
 */
export function cameOf({ state, answered, code }, { underWay, done, effect, repeated }) {
  if (state === "received") return underWay ? { text: `Received, no ${effect} yet`, tone: "busy" } : { text: `Cut off before the ${effect}`, tone: "warn" };
  if (state === "refused") return { text: `Refused: ${code}`, tone: "bad" };
  const text = state === "repeated" ? repeated : done;
  if (answered) return { text, tone: "ok" };
  return underWay ? { text: `${text}, answer on its way`, tone: "busy" } : { text: `${text}, cut off before the answer`, tone: "warn" };
}

/**
 * The frame of a ledger: its heading, its help, its tables and tools.
 * @param {string} title
 * @param {string} help
 * @param {...Node} parts
 */
export const ledgerCard = (title, help, ...parts) => h("section", { class: "card ledger", "aria-labelledby": "ledger-title" },
  h("h2", { id: "ledger-title" }, title), h("p", { class: "help" }, help), ...parts);

/**
 * Reads books now and at each change, and says where that fails.
 * @template T
 * @param {string} whose such as `airline's`
 * @param {{ subscribe: (listener: () => void) => void }} service
 * @param {() => Promise<T>} load
 * @param {(books: T) => void} draw
 */
export function following(whose, service, load, draw) {
  const problem = h("p", { class: "problem", role: "alert" });
  const read = () => load().then(draw).catch((error) => {
    problem.textContent = `The ${whose} books cannot be read: ${error.message}`;
  });
  service.subscribe(() => void read());
  return { problem, read };
}

/**
 * The books of a plain service.
 * @param {object} parts
 * @param {Service} parts.service
 * @param {Settings<{ delaySeconds: number } & Record<string, any>>} parts.settings
 * @param {string} parts.name of the service, such as `mail service`
 * @param {string} parts.help
 * @param {string} parts.effects name of its effects, such as `Emails sent`
 * @param {string} parts.effect one that is not there yet, such as `email`
 * @param {string} parts.done such as `Sent`
 * @param {(order: Attempt | Effect) => string} parts.what one order in a few words
 * @param {(effect: Effect) => string} [parts.result] the last column of an effect
 * @returns {LedgerView}
 */
export function ledgerView({ service, settings, name, help, effects, effect, done, what, result = () => done }) {
  const [attempted, kept] = [figure("Orders"), figure(effects)];
  const attemptTable = booksTable("Orders that arrived", "attempts", ["Time", "Order", "Key", "What came of it"], `No order has reached the ${name}.`);
  const effectTable = booksTable(effects, "effects", ["Time", "What", "Key", "Result"], "None so far.");
  const { problem, read } = following(`${name}'s`, service, () => service.ledger(), (ledger) => {
    attempted.tell(ledger.attempts.length);
    kept.tell(ledger.effects.length);
    attemptTable.tell(ledger.attempts.map((attempt) => booksRow(attempt, what(attempt),
      cameOf(attempt, { underWay: ledger.underWay.has(attempt.id), done, effect, repeated: "Known key: not done again" }))));
    effectTable.tell(ledger.effects.map((row) => booksRow(row, what(row), { text: result(row) })));
  });
  const title = `The ${name}'s books`;
  return {
    element: ledgerCard(title, help, problem, attemptTable.element, effectTable.element, h("div", { class: "desk-tools" }, delayView(settings, `The ${name} takes`, effect))),
    strip: figures(`${title} in short`, attempted, kept), read,
  };
}

/**
 * How long a service takes.
 * @param {Settings<any>} settings with `delaySeconds`
 * @param {string} label
 * @param {string} effect such as `charge`
 */
export function delayView(settings, label, effect) {
  const field = h("input", { type: "range", id: "delay", min: 0, max: MAX_DELAY_SECONDS, step: 1, "aria-describedby": "delay-help" });
  const value = h("output", { for: "delay" });
  const show = () => {
    const { delaySeconds } = settings.values;
    if (field.valueAsNumber !== delaySeconds) field.value = String(delaySeconds);
    value.textContent = `${delaySeconds} s`;
  };
  field.addEventListener("input", () => settings.set({ delaySeconds: field.valueAsNumber }));
  settings.subscribe(show);
  show();
  return h("div", { class: "delay" }, h("div", { class: "slider" }, h("label", { for: "delay" }, label), field, value),
    h("p", { class: "help", id: "delay-help" }, `Half of it before the ${effect}, half before the answer: time to close the tab in between.`));
}
