// Why Firefox would answer each command 40 ms late, and how it does not. It writes a message's head and body apart; the kernel
// holds the body back until the head is acknowledged (Nagle), and this side acknowledges only when it has something to send,
// or after 40 ms. So it sends something: a frame that means nothing, for whatever comes.

import { subscribe, unsubscribe } from "node:diagnostics_channel";

/** @import { Socket } from "node:net" */

const CREATED = "net.client.socket";

/**
 * A frame of RFC 6455 that nobody answers: final, pong, empty, with a mask that is not zero, as Firefox wants it. A ping would
 * be answered, and the answer would want an acknowledgement.
 */
const PONG = Buffer.from([0x8a, 0x80, 1, 2, 3, 4]);

/**
 * Does some work, and tells which sockets this process opened meanwhile.
 *
 * @template T
 * @param {() => Promise<T>} work
 */
export async function withSockets(work) {
  /** @type {Socket[]} */
  const sockets = [];
  const note = (/** @type {unknown} */ message) => void sockets.push(/** @type {{ socket: Socket }} */ (message).socket);
  subscribe(CREATED, note);
  try {
    return { value: await work(), sockets };
  } finally {
    unsubscribe(CREATED, note);
  }
}

/** @param {Socket} socket one of a WebSocket */
export function acknowledgeAtOnce(socket) {
  socket.on("data", () => {
    if (socket.writable) socket.write(PONG);
  });
}
