// The sign-off demo's four-eyes rule: what counts as a signature, and when a payment is signed.

import assert from "node:assert/strict";
import test from "node:test";

import { PEOPLE, signersFor } from "../../www/demos/signoff/people.js";
import { counts, isSigned } from "../../www/demos/signoff/rule.js";

const ROUND = { requester: "chika", signers: ["ana", "ben"] };
const vote = (asked, verb = "approve", by = asked) => ({ asked, by, verb, at: "2026-11-21T09:00:00Z" });

test("two different people sign: it is signed, in either order", () => {
  assert.equal(isSigned([vote("ana"), vote("ben")], ROUND), true);
  assert.equal(isSigned([vote("ben"), vote("ana")], ROUND), true);
});

const REFUSED = {
  "nobody has answered": [],
  "one has signed": [vote("ana")],
  "one refuses": [vote("ana"), vote("ben", "reject")],
  "both refuse": [vote("ana", "reject"), vote("ben", "reject")],
  "one signs twice": [vote("ana"), vote("ana")],
  "one signs for both": [vote("ana"), vote("ben", "approve", "ana")],
  "two sign, and one of them refuses as well": [vote("ana"), vote("ben"), vote("ben", "reject")],
  "the requester signs": [vote("ana"), vote("chika")],
};

for (const [what, votes] of Object.entries(REFUSED)) {
  test(`it is not signed when ${what}`, () => assert.equal(isSigned(votes, ROUND), false));
}

test("an answer counts when it is by the person who was asked, and never by the requester", () => {
  assert.equal(counts(vote("ana"), ROUND), true);
  assert.equal(counts(vote("ana", "approve", "ben"), ROUND), false);
  assert.equal(counts(vote("chika"), ROUND), false);
});

test("whoever asks, two others sign", () => {
  for (const { id } of PEOPLE) {
    const signers = signersFor(id);
    assert.deepEqual([new Set(signers).size, signers.includes(id)], [2, false]);
  }
});
