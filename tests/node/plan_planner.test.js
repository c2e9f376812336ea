// How the plan demo reads goals, and which rows its plans name.

import assert from "node:assert/strict";
import test from "node:test";

import { planFor } from "../../www/demos/plan/planner.js";
import { firstUsers } from "../../www/demos/plan/users.js";

const TODAY = "2026-11-21";
const ROWS = firstUsers(TODAY);
const plan = (goal, rows = ROWS) => planFor(goal, { rows, today: TODAY }).plan;

test("operation and age are read, in days, weeks, months and years", () => {
  const cases = [
    ["Delete users who have not logged in for 180 days", "delete", 6],
    ["please REMOVE everybody not seen for a year", "delete", 3],
    ["deactivate users away for 3 months", "deactivate", 8],
    ["Lock accounts unused for 40 weeks", "deactivate", 4],
    ["clean up inactive users", "delete", 6],
  ];
  for (const [goal, operation, count] of cases) assert.deepEqual([plan(goal).operation, plan(goal).users.length], [operation, count], goal);
});

test("the rows are named one by one, the longest away first, and counted in the steps", () => {
  const { users, steps } = plan("delete users away for a year");
  assert.deepEqual(users, ["noor@example.org", "marek@example.org", "lucia@example.org"]);
  assert.equal(steps[0], "Find the users whose last login was before 2025-11-21: 3 of 14.");
});

test("a user on the limit stays; who is deactivated already is not deactivated again, and may be deleted", () => {
  const rows = [{ email: "edge@example.org", last_login: "2026-05-25", active: true }, { email: "off@example.org", last_login: "2026-05-24", active: false }];
  assert.deepEqual(plan("delete users away for 180 days", rows).users, ["off@example.org"]);
  assert.equal(plan("deactivate users away for 180 days", rows), undefined);
});

test("a goal without a known operation is asked back", () => {
  assert.match(planFor("Send everybody a cake", { rows: ROWS, today: TODAY }).result.text, /^What should happen to whom\?/);
});
