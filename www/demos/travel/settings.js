// What a person sets in this demo.

import { Settings, upTo } from "../../desk/settings.js";

/** @extends {Settings<{ delaySeconds: number }>} */
export class TravelSettings extends Settings {
  constructor() {
    super("travel", { delaySeconds: 2 }, { delaySeconds: upTo(60) });
  }
}
