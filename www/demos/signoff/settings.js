// What a person sets in this demo.

import { Settings, upTo } from "../../desk/settings.js";

/** @extends {Settings<{ delaySeconds: number }>} */
export class SignOffSettings extends Settings {
  constructor() {
    super("signoff", { delaySeconds: 2 }, { delaySeconds: upTo(60) });
  }
}
