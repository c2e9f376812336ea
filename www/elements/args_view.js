// The exact arguments: one row per value, typed and verbatim, long ones folded until they are opened (D.3, SR-34, SR-36).
/** @import { ActionModel, Json, Row } from "../dialects/index.js" */
/** @import { Stage } from "./stage.js" */
import { button, draw, h, icon } from "./dom.js";

/**
 * The rows of some values.
 * @param {Stage} stage
 * @param {readonly Row[]} rows
 * @param {{ scope: string, value?: Json, part?: string }} options `scope`: whose rows they are, for what was opened;
 *   `value`: the value whose rows they are, to be copied from
 */
export function rowsView(stage, rows, { scope, value, part = "arg-row" }) {
  const { opened } = stage.session;
  const list = h("dl", { class: "rows" });
  /** @type {Map<Row, HTMLElement>} */
  const drawn = new Map();
  stage.live(() => {
    const shown = rows.filter(({ within }) => within === undefined || opened.has(`${scope}:${within}`));
    if (shown.length === list.childElementCount) return;
    for (const row of shown) if (!drawn.has(row)) drawn.set(row, rowView(stage, row, { scope, value, part }));
    list.replaceChildren(...shown.map((row) => drawn.get(row) ?? ""));
  });
  return list;
}

/**
 * Folded rows of the whole form that are not opened yet. In a review, what changed is shown in full by the difference.
 * @param {Stage} stage
 */
export function unopened({ session }) {
  const { actions = [], narrative = [] } = session.model ?? {};
  const { verdict, changes = [] } = session.state === "reviewing" || session.state === "confirming" ? session.editing.reviewed ?? {} : {};
  const changed = (/** @type {string} */ scope, /** @type {string} */ path) => scope === verdict?.action
    && changes.some((change) => path === change.path || path.startsWith(`${change.path}/`));
  const scopes = [...actions.map(({ id, rows }) => ({ scope: id, rows })), ...narrative.map(({ rows }) => ({ scope: "#", rows }))];
  return scopes.flatMap(({ scope, rows }) => rows.filter((row) => row.folded && !changed(scope, row.path)).map((row) => `${scope}:${row.path}`))
    .filter((key) => !session.opened.has(key));
}

/**
 * @param {Stage} stage
 * @param {Row} row
 * @param {{ scope: string, value?: Json, part: string }} options
 */
function rowView(stage, row, { scope, value, part }) {
  const badges = [...row.badges.map((badge) => stage.t(`badge.${badge}`)), ...(row.secret ? [stage.t("badge.secret")] : [])];
  const key = h("dt", { class: "key" }, h("bdi", null, ...draw(row.key, stage.t)), h("span", { class: "type" }, typeName(stage, row)),
    ...badges.map((badge) => h("span", { class: "badge" }, badge)));
  const body = h("dd", { class: "cell", tabindex: row.folded ? -1 : undefined });
  const element = h("div", { class: `row depth-${Math.min(row.depth, 6)} is-${row.type}`, part }, key, body);
  const exact = value !== undefined && row.type !== "list" && row.type !== "object" ? copyButton(stage, value, row.path) : null;
  const fill = () => body.replaceChildren(...valueView(stage, row, scope, () => {
    stage.session.opened.add(`${scope}:${row.path}`);
    fill();
    stage.tell("");
    stage.session.host.refresh();
    body.focus();
  }), ...(exact ? [exact] : []));
  fill();
  return element;
}

/**
 * @param {Stage} stage
 * @param {Pick<Row, "type" | "size">} row
 */
export function typeName({ t }, { type, size }) {
  return type === "text" ? t("type.text.size", { n: size }) : t(`type.${type}`, { n: size });
}

/**
 * @param {Stage} stage
 * @param {Row} row
 * @param {string} scope
 * @param {() => void} open
 * @returns {Node[]}
 */
function valueView(stage, row, scope, open) {
  const { t, session } = stage;
  const folded = row.folded && !session.opened.has(`${scope}:${row.path}`);
  const opener = folded && button(row.type === "text" ? t("row.open", { n: row.size }) : t("row.open.members", { n: row.size }), open, { class: "quiet open" }, icon("next"));
  if (row.type === "list" || row.type === "object") return opener ? [opener] : [];
  if (row.secret) return [secretView(stage, row)];
  const pieces = folded ? row.head ?? [] : row.value;
  const text = h("bdi", { class: "value", dir: "auto" }, ...quoted(row, [...draw(pieces, t), ...(folded ? ["…"] : [])]));
  return opener ? [text, opener] : [text];
}

/**
 * Quotes around a text, so that 5 and "5" differ.
 * @param {Pick<Row, "type">} row
 * @param {(Node | string)[]} nodes
 */
const quoted = ({ type }, nodes) => (type === "text" ? [h("span", { class: "quote" }, "\""), ...nodes, h("span", { class: "quote" }, "\"")] : nodes);

/**
 * @param {Stage} stage
 * @param {Row} row
 */
function secretView({ t }, row) {
  const text = h("bdi", { class: "value" }, "••••");
  const toggle = button(t("row.show"), () => {
    const show = toggle.getAttribute("aria-pressed") !== "true";
    toggle.setAttribute("aria-pressed", String(show));
    toggle.textContent = t(show ? "row.hide" : "row.show");
    text.replaceChildren(...(show ? quoted(row, draw(row.value, t)) : ["••••"]));
  }, { class: "quiet", "aria-pressed": "false" });
  return h("span", { class: "secret" }, text, toggle);
}

/**
 * @param {Stage} stage
 * @param {Json} root
 * @param {string} path
 */
function copyButton(stage, root, path) {
  const { t } = stage;
  return button("", async () => {
    const keys = path.split("/").slice(1).map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
    const value = keys.reduce((/** @type {any} */ node, key) => node?.[key], root);
    try {
      await navigator.clipboard.writeText(typeof value === "string" ? value : JSON.stringify(value));
      stage.tell(t("row.copied"));
    } catch {
      stage.tell(t("row.uncopied"));
    }
  }, { class: "quiet copy" }, icon("copy"), h("span", { class: "hidden" }, t("row.copy")));
}

const PREVIEWED = 3;

/**
 * The first arguments, to know a request or an action by. They are read in full where they are decided.
 * @param {readonly ActionModel[]} actions
 * @param {Stage["t"]} t
 * @returns {Node[]}
 */
export function previewOf(actions, t) {
  const rows = actions.flatMap(({ rows: all }) => all).filter(({ type, secret, depth }) => depth === 0 && !secret && type !== "list" && type !== "object");
  return rows.slice(0, PREVIEWED).map(({ key, value, head }) => h("bdi", { class: "row-arg" }, h("span", { class: "row-key" }, ...draw(key, t)), " ", ...draw(head ?? value, t)));
}

/**
 * What is decided about: the arguments of each action, under its tool where there are several.
 * @param {Stage} stage
 * @param {readonly ActionModel[]} actions
 * @returns {Node[]}
 */
export const actionsView = (stage, actions) => actions.map((action) => (actions.length === 1 && stage.session.model?.request?.form !== "actions" ? argsView(stage, action)
  : h("section", { class: "card-action", part: "action" }, h("h3", { class: "tool", part: "action-name" }, ...draw(action.title, stage.t)), argsView(stage, action))));

/**
 * The arguments of one action under their heading.
 * @param {Stage} stage
 * @param {ActionModel} action
 * @param {{ tools?: Node[], value?: Json }} [options] `tools`: buttons beside the heading
 */
export function argsView(stage, action, { tools = [], value } = {}) {
  const { t, session } = stage;
  const leaves = action.rows.filter((row) => row.type !== "list" && row.type !== "object").length;
  const title = session.model?.request?.form === "value" ? t("args.value") : t("args.title");
  const heading = h("div", { class: "section-head" }, h("h3", null, title), h("span", { class: "count" }, t("args.count", { n: leaves })), ...tools);
  return h("section", { class: "args", part: "args" }, heading, rowsView(stage, action.rows, { scope: action.id, value }), foldedNote(stage, action));
}

/**
 * The way to open everything at once.
 * @param {Stage} stage
 * @param {ActionModel} action
 */
function foldedNote(stage, action) {
  const mine = () => unopened(stage).filter((key) => key.startsWith(`${action.id}:`));
  const all = button(stage.t("row.open.all"), () => {
    mine().forEach((key) => stage.session.opened.add(key));
    stage.session.host.draw();
  }, { class: "quiet open-all" });
  stage.live(() => all.toggleAttribute("hidden", mine().length === 0));
  return all;
}
