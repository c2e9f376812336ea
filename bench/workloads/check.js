// What workloads refuse: a call that did something else was measured in vain.

/**
 * @param {string} what
 * @param {number} wanted
 * @returns {(list: readonly unknown[]) => void} throws where a list has another length
 */
export const checkLength = (what, wanted) => (list) => {
  if (list?.length !== wanted) throw new Error(`there are ${list?.length} ${what} instead of ${wanted}`);
};
