// The four-eyes rule, as a pure function: what the votes on a payment come to.

/** One answer of one person. @typedef {{ asked: string, by: string, verb: string, at: string, reason?: string }} Vote `asked`: whom the question was for; `at`: RFC 3339 */

/** @typedef {{ requester: string, signers: readonly string[] }} Round who asked, and whose signatures are wanted */

/**
 * Whether a vote counts: the person whose question it was gave it, and that is not who asked for the payment.
 * @param {Pick<Vote, "asked" | "by">} vote
 * @param {Pick<Round, "requester">} round
 */
export const counts = ({ asked, by }, { requester }) => by === asked && by !== requester;

/**
 * Whether two different people have signed, and nobody has refused.
 * @param {readonly Vote[]} votes
 * @param {Round} round
 */
export function isSigned(votes, { requester, signers }) {
  const approved = votes.filter((vote) => vote.verb === "approve" && counts(vote, { requester }));
  const people = new Set(approved.map(({ by }) => by));
  return votes.every(({ verb }) => verb === "approve") && people.size >= 2 && signers.every((signer) => people.has(signer));
}
