// What a person sets in this demo; the API key of a model is kept in sessionStorage, for this tab only, and nowhere else (SR-85).

import { keep, Settings, upTo } from "../../desk/settings.js";

/**
 * @typedef {object} Values
 * @property {number} limit the agent asks before it spends more than this, in dollars
 * @property {number} delaySeconds how long the airline takes to answer
 * @property {"scripted" | "model"} planner
 * @property {string} endpoint of the model
 * @property {string} model
 */

/** @type {Readonly<Values>} */
const DEFAULTS = Object.freeze({ limit: 100, delaySeconds: 3, planner: "scripted", endpoint: "https://api.openai.com/v1", model: "" });

/** @type {{ [K in keyof Values]: (value: unknown) => boolean }} */
const FITS = {
  limit: upTo(1_000_000),
  delaySeconds: upTo(60),
  planner: (value) => value === "scripted" || value === "model",
  endpoint: (value) => typeof value === "string",
  model: (value) => typeof value === "string",
};

const API_KEY = "haltgraph-demo:flight:api-key";

/** @extends {Settings<Values & Record<string, string | number>>} */
export class FlightSettings extends Settings {
  constructor() {
    super("flight", DEFAULTS, FITS);
  }

  get apiKey() {
    return keep(() => sessionStorage.getItem(API_KEY)) ?? "";
  }

  set apiKey(key) {
    keep(() => (key === "" ? sessionStorage.removeItem(API_KEY) : sessionStorage.setItem(API_KEY, key)));
    this.tell();
  }

  /** @override */
  reset() {
    super.reset();
    this.apiKey = "";
  }
}
