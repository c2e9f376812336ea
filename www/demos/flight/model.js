// The model planner's ear: asks an OpenAI-compatible endpoint what a request means, and believes nothing that it cannot check.
// The API key goes into one request header and nowhere else: no error carries it, nor anything that the endpoint answered.

import { AIRPORTS, airport } from "./airports.js";
import { isDay } from "../../desk/dates.js";

/** @import { Reading } from "./read_request.js" */

/**
 * Where the model is.
 * @typedef {object} ModelSettings
 * @property {string} endpoint such as `https://api.openai.com/v1`
 * @property {string} model
 * @property {string} apiKey empty where the endpoint wants none
 */

const TIMEOUT_MS = 60_000;
const MAX_SAID = 500;

/** What keeps a model from planning. `code` is stable. */
export class PlannerError extends Error {
  /**
   * @param {"MODEL_UNSET" | "MODEL_UNREACHABLE" | "MODEL_REFUSED" | "MODEL_UNREADABLE"} code
   * @param {string} message
   * @param {ErrorOptions} [options]
   */
  constructor(code, message, options) {
    super(message, options);
    this.name = "PlannerError";
    this.code = code;
  }
}

const TOOL = Object.freeze({
  type: "function",
  function: {
    name: "find_flight",
    description: "Look up the airline's flights for the trip that the person asks for.",
    parameters: {
      type: "object",
      properties: {
        origin: { type: "string", enum: AIRPORTS.map(({ code }) => code) },
        destination: { type: "string", enum: AIRPORTS.map(({ code }) => code) },
        date: { type: "string", description: "YYYY-MM-DD; left out where the person names no day" },
        time: { type: "string", enum: ["morning", "afternoon", "evening"], description: "only where the person says so" },
      },
      required: ["origin", "destination"],
    },
  },
});

/**
 * @param {string} request
 * @param {{ today: string, signal: AbortSignal }} options
 * @param {ModelSettings} settings
 * @returns {Promise<Reading>}
 * @throws {PlannerError}
 */
export async function askModel(request, { today, signal }, settings) {
  const response = await post(urlOf(settings), settings, bodyOf(request, today, settings.model), signal);
  if (!response.ok) {
    throw new PlannerError("MODEL_REFUSED", `The model endpoint answered ${response.status}. Check the model's name and the API key in the planner settings, then run this again.`);
  }
  const message = await response.json().then((answer) => answer?.choices?.[0]?.message, () => undefined);
  if (typeof message !== "object" || message === null) throw unreadable();
  return readMessage(message);
}

/** @param {ModelSettings} settings */
function urlOf({ endpoint, model }) {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || model === "") {
    throw new PlannerError("MODEL_UNSET", "The planner is set to a model, but not to which. Name its endpoint and model in the planner settings, then run this again.");
  }
  return new URL(`${url.pathname.replace(/\/+$/, "")}/chat/completions`, url);
}

/**
 * @param {URL} url
 * @param {ModelSettings} settings
 * @param {object} body
 * @param {AbortSignal} signal
 */
async function post(url, { apiKey }, body, signal) {
  const headers = { "content-type": "application/json", ...(apiKey !== "" && { authorization: `Bearer ${apiKey}` }) };
  const ended = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
  // What the browser says of a refusal may quote a header, and so the key: it is dropped.
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body), signal: ended }).catch(() => undefined);
  signal.throwIfAborted();
  if (!response) throw new PlannerError("MODEL_UNREACHABLE", unreachable(url.origin));
  return response;
}

/** @param {string} origin */
const unreachable = (origin) => `The connection to ${origin} was refused. This page may connect to another origin only if its server names it: `
  + `start it with --model-origin ${origin}. If it does, see that the endpoint runs and allows this page (CORS).`;

/**
 * @param {string} request
 * @param {string} today
 * @param {string} model
 */
function bodyOf(request, today, model) {
  const system = `You plan flights. Today is ${today}. Call find_flight once for what the person asks. If it is unclear where to or where from, ask in one sentence instead.`;
  return {
    model,
    messages: [{ role: "system", content: system }, { role: "user", content: request }],
    tools: [TOOL],
  };
}

/**
 * @param {{ tool_calls?: { function?: { name?: unknown, arguments?: unknown } }[], content?: unknown }} message
 * @returns {Reading}
 */
function readMessage({ tool_calls, content }) {
  const text = tool_calls?.[0]?.function?.arguments;
  if (typeof text === "string") return readCall(text);
  if (typeof content === "string" && content.trim() !== "") return { unclear: content.trim().slice(0, MAX_SAID) };
  throw unreadable();
}

/**
 * @param {string} text the arguments as the model wrote them
 * @returns {Reading}
 */
function readCall(text) {
  const { origin, destination, date, time } = Object(parsed(text));
  if (!airport(origin) || !airport(destination)) return { unclear: "The model named an airport that the airline does not fly to. Say where from and where to." };
  return {
    origin, destination,
    ...(isDay(date) && { date }),
    ...(["morning", "afternoon", "evening"].includes(time) && { time }),
  };
}

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw unreadable(error);
  }
}

/** @param {unknown} [cause] */
const unreadable = (cause) => new PlannerError("MODEL_UNREADABLE",
  "The model's answer cannot be read as a tool call. Try another model in the planner settings, then run this again.", { cause });
