/**
 * As `toLocaleString('en')`, which loads the tables of all languages first: 12 ms in Node.
 * @param {number} count a whole number
 * @returns {string} such as 65,536
 */
export function withCommas(count) {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',')
}
