// What a person sets in this demo.

import { Settings, upTo } from "../../desk/settings.js";

/** @extends {Settings<{ delaySeconds: number }>} */
export class ClusterSettings extends Settings {
  constructor() {
    super("cluster", { delaySeconds: 2 }, { delaySeconds: upTo(60) });
  }
}
