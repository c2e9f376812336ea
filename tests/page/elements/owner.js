// One server and one browser for all tests of a file.

import { after, before } from "node:test";

import { openDesk } from "./desk.js";

/** @returns {{ readonly desk: Awaited<ReturnType<typeof openDesk>> }} */
export function sharedDesk() {
  /** @type {Awaited<ReturnType<typeof openDesk>> | undefined} */
  let desk;
  /** @type {(() => unknown)[]} */
  const cleanUps = [];
  before(async () => {
    desk = await openDesk({ after: (cleanUp) => cleanUps.unshift(cleanUp) });
  });
  after(async () => {
    // One after another, each whatever became of those before: a server that goes on would keep the process alive.
    const ends = [];
    for (const cleanUp of cleanUps) ends.push(...(await Promise.allSettled([cleanUp()])));
    const failed = ends.find((end) => end.status === "rejected");
    if (failed) throw failed.reason;
  });
  return {
    get desk() {
      if (!desk) throw new Error("the browser is not started");
      return desk;
    },
  };
}
