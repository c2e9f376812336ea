// A payload as a form: rows, buttons and notices, escaped and frozen. Pure; every element is a view of its result. Controls and
// changes are made by editor_model.js and diff.js, which a page loads when a request needs them.
/** @import { ActionModel, Args, Context, Control, FormModel, Json, Narrative, Notice, Piece, Request, RequestAction, Risk, Row } from "./index.js" */
import { buttonsOf } from "./buttons.js";
import { highest, readRequest } from "./reading.js";
import { DialectError } from "./errors.js";
import { deepFreeze, isObject, own, snapshot } from "./json.js";
import { translator } from "./messages.js";
import { toRows } from "./rows.js";
import { pieces } from "./visible.js";

/** @typedef {import("./messages.js").Translate} Translate */

/** What makes the controls of a model.
 * @typedef {object} Editor
 * @property {(action: RequestAction) => Control[]} controlsOf
 * @property {(request: Request, t: Translate) => Control} inputOf
 */

/** What makes the parts of a model that not every request has; without one of them the model lacks its part.
 * @typedef {Partial<Editor> & { diff?: typeof import("./diff.js").diff }} Makers
 */

/**
 * What a request looks like. A payload that cannot be shown or read gives state `error`, never an exception.
 * @param {Json} payload
 * @param {Context} ctx
 * @param {Makers} [makers]
 * @returns {FormModel}
 */
export function modelOf(payload, ctx, makers = {}) {
  try {
    const value = snapshot(payload);
    if (ctx.digest(JSON.stringify(value)) !== ctx.ref.digest) {
      throw new DialectError("E_DIGEST_MISMATCH", "the payload is not the one that the ref names");
    }
    return deepFreeze(build(readRequest(value, ctx), ctx, makers));
  } catch (error) {
    return failed(error, payload, ctx);
  }
}

/**
 * @param {Request} request
 * @param {Context} ctx
 * @param {Makers} makers
 * @returns {FormModel}
 */
function build(request, ctx, makers) {
  const t = translator(ctx);
  const actions = request.form === "value" ? [valueModel(request, ctx)] : request.actions.map((action) => actionModel(action, makers));
  const narrative = narrativeOf(request, t);
  const rows = [...actions.flatMap((action) => action.rows), ...narrative.flatMap((part) => part.rows)];
  const risk = rows.some((row) => row.badges.includes("opaque")) ? highest("high", request.risk) : request.risk;
  const shown = {
    title: titleOf(request, ctx), narrative, actions, risk,
    consequences: (request.consequences ?? []).map((text) => pieces(text)),
    ...(request.choices ? { choices: request.choices.map((choice) => choiceModel(choice)) } : {}),
  };
  return {
    version: 1, ref: { ...ctx.ref }, node: ctx.node ?? "", dialect: request.dialect, strength: request.strength,
    ...shown, titleSource: request.title === undefined ? "node" : "payload",
    reversible: request.reversible, expiresAt: request.expiresAt,
    ...(request.verbs.includes("respond") && request.form !== "actions" && makers.inputOf ? { input: makers.inputOf(request, t) } : {}),
    buttons: buttonsOf(request, actions, risk, ctx, t), reason: request.reason, notices: noticesOf(request, rows, t),
    digest: ctx.ref.digest, shownDigest: ctx.digest(JSON.stringify({ ...shown, actions: actions.map(({ name, rows: drawn }) => ({ name, rows: drawn })) })),
    state: request.expiresAt !== undefined && ctx.now >= request.expiresAt ? "expired" : "pending",
    request,
  };
}

/**
 * The model of a request that cannot be decided: what can be shown of it is shown.
 * @param {any} error
 * @param {Json} payload
 * @param {Context} ctx
 * @returns {FormModel}
 */
function failed(error, payload, ctx) {
  const t = translator(ctx);
  const code = typeof error?.code === "string" ? error.code : error instanceof RangeError ? "E_TOO_DEEP" : "E_BAD_TYPE";
  return deepFreeze({
    version: /** @type {const} */ (1), ref: { ...ctx.ref }, node: ctx.node ?? "", dialect: "fallback", strength: /** @type {const} */ ("none"),
    title: pieces(ctx.node ?? "", { inline: true }), titleSource: /** @type {const} */ ("node"), narrative: [], consequences: [],
    risk: /** @type {Risk} */ ("high"), reversible: /** @type {const} */ ("unknown"),
    actions: shownAnyway(payload, code), reason: {}, notices: [],
    buttons: [
      { verb: /** @type {const} */ ("stop"), label: t("stop"), tone: /** @type {const} */ ("danger"), confirm: /** @type {const} */ ("none") },
      { verb: /** @type {const} */ ("leave"), label: t("leave"), tone: /** @type {const} */ ("neutral"), confirm: /** @type {const} */ ("none") },
    ],
    digest: ctx.ref.digest, shownDigest: "", state: /** @type {const} */ ("error"),
    error: { code, path: String(error?.path ?? ""), message: String(error?.message ?? error) },
  });
}

/**
 * The rows of a payload that has the wrong form; none of one that is no JSON.
 * @param {Json} payload
 * @param {string} code
 * @returns {ActionModel[]}
 */
function shownAnyway(payload, code) {
  if (code !== "E_PAYLOAD_SHAPE") return [];
  return [{ id: "", name: "", title: [], rows: toRows(payload, { root: !isObject(payload) }), controls: [], editable: false, allowed: [], risk: "high" }];
}

/**
 * @param {RequestAction} action
 * @param {Makers} makers
 * @returns {ActionModel}
 */
function actionModel(action, { controlsOf, diff }) {
  const rows = toRows(action.args, { schema: action.schema, root: false });
  const opaque = rows.some((row) => row.badges.includes("opaque"));
  const editable = action.verbs.includes("edit") && action.nameOk;
  return {
    id: action.id, name: action.name, title: pieces(action.name, { inline: true }), rows,
    ...(action.description === undefined ? {} : { description: pieces(action.description) }),
    controls: editable && controlsOf ? controlsOf(action) : [], editable, allowed: action.verbs,
    risk: opaque ? highest("high", action.risk) : action.risk,
    ...(action.before === undefined || !diff ? {} : { changes: targetChanges(action.before, action.args, diff) }),
  };
}

/**
 * What an action does to the value at its target: members that only one side has are no change of the other.
 * @param {Json} before
 * @param {Args} args
 * @param {NonNullable<Makers["diff"]>} diff
 */
function targetChanges(before, args, diff) {
  if (!isObject(before)) return diff(before, args);
  const shared = Object.fromEntries(Object.entries(args).filter(([key]) => Object.hasOwn(before, key)));
  return diff(Object.fromEntries(Object.entries(before).filter(([key]) => Object.hasOwn(args, key))), shared);
}

/**
 * The one action of a payload without actions: the value itself.
 * @param {Request} request
 * @param {Context} ctx
 * @returns {ActionModel}
 */
function valueModel(request, ctx) {
  const value = request.value ?? null;
  const open = typeof value === "object" && value !== null && Object.keys(value).length > 0;
  return {
    id: "", name: ctx.node ?? "", title: pieces(ctx.node ?? "", { inline: true }), rows: toRows(value, { root: !open }).map((row) => markOpaque(row, request.opaque)),
    controls: [], editable: false, allowed: request.verbs, risk: request.risk,
  };
}

/**
 * @param {Row} row
 * @param {readonly string[]} [opaque]
 * @returns {Row}
 */
const markOpaque = (row, opaque) => (opaque?.includes(row.path) && !row.badges.includes("opaque") ? { ...row, badges: [...row.badges, "opaque"] } : row);

/** @param {import("./index.js").Choice} choice */
const choiceModel = ({ id, label, description, tone = "neutral" }) => ({
  id, tone, label: pieces(label, { inline: true }), ...(description === undefined ? {} : { description: pieces(description) }),
});

/**
 * @param {Request} request
 * @param {Context} ctx
 * @returns {Piece[]}
 */
const titleOf = (request, ctx) => pieces(request.title ?? ctx.node ?? "", { inline: true });

/**
 * The agent's words, each part under a label of ours.
 * @param {Request} request
 * @param {Translate} t
 * @returns {Narrative[]}
 */
function narrativeOf(request, t) {
  const texts = /** @type {const} */ (["title", "summary", "why"]).flatMap((key) => (request[key] === undefined ? []
    : [{ label: t(`narrative.${key}`), rows: toRows(request[key] ?? "", { path: `/${key}` }) }]));
  const about = request.actions.filter((action) => action.description !== undefined)
    .map((action) => ({ label: t("narrative.description"), rows: toRows(action.description ?? "", { path: `/actions/${action.id}`, key: action.name }) }));
  const lists = /** @type {const} */ (["context", "unread"]).flatMap((key) => (request[key] === undefined ? []
    : [{ label: t(`narrative.${key}`), rows: labelledRows(request[key] ?? [], `/${key}`) }]));
  return [...texts, ...about, ...lists];
}

/**
 * @param {readonly import("./index.js").LabelledValue[]} list
 * @param {string} path
 * @returns {Row[]}
 */
const labelledRows = (list, path) => list.flatMap(({ label, value }, i) => toRows(value, { key: label, path: `${path}/${i}` }));

/**
 * @param {Request} request
 * @param {Row[]} rows
 * @param {Translate} t
 * @returns {Notice[]}
 */
function noticesOf(request, rows, t) {
  const badge = (/** @type {"hidden" | "mixed" | "opaque"} */ kind) => rows.some((row) => row.badges.includes(kind));
  const stuck = request.verbs.length === 0 && request.actions.every((action) => action.verbs.length === 0);
  /** @type {[boolean, string, string, Notice["tone"]][]} */
  const found = [
    [badge("hidden"), "hidden", t("notice.hidden"), "warn"],
    [badge("mixed"), "mixed", t("notice.mixed"), "warn"],
    [badge("opaque"), "opaque", t("notice.opaque"), "warn"],
    [request.actions.some((action) => !action.nameOk), "E_BAD_NAME", t("approve.locked.name"), "warn"],
    [stuck, "narrowed", t("notice.narrowed"), "warn"],
    [request.ambiguous !== undefined, "E_DIALECT_AMBIGUOUS", t("notice.ambiguous", { first: request.ambiguous?.[0] ?? "", second: request.ambiguous?.[1] ?? "" }), "warn"],
    [request.pinned !== undefined, "pinned", t("notice.pinned"), "warn"],
    [request.near !== undefined, "near", t("notice.near", { near: request.near ?? "" }), "info"],
    [request.dialect === "fallback" && own(request.value, "halt") === 1, "native", t("notice.native"), "info"],
    [!request.certain && !request.verbs.includes("reject"), "stop.weak", t("stop.weak"), "info"],
    [request.unsent?.includes("edit") === true, "edit.weak", t("edit.weak"), "info"],
  ];
  const told = (request.notes ?? []).map(({ code, params, tone }) => ({ code, text: t(/** @type {"joint"} */ (code), params), tone }));
  return [...told, ...found.filter(([holds]) => holds).map(([, code, text, tone]) => ({ code, text, tone }))];
}
