// What a person sets in this demo.

import { Settings, upTo } from "../../desk/settings.js";

export const SECONDS = Object.freeze({ min: 5, max: 86_400 });

/** @extends {Settings<{ delaySeconds: number, seconds: number }>} */
export class PlanSettings extends Settings {
  constructor() {
    super("plan", { delaySeconds: 2, seconds: 60 }, {
      delaySeconds: upTo(60),
      seconds: (value) => typeof value === "number" && value >= SECONDS.min && value <= SECONDS.max,
    });
  }
}
