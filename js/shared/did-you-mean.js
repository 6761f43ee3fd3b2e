/**
 * @param {string} word what was written
 * @param {readonly string[]} known what could have been meant
 * @returns {string | undefined} the nearest known word, if it is near enough
 */
export function didYouMean(word, known) {
  const plain = simplify(word)
  // A third of the word may be wrong: "audiences" and "jwks_uri" are near, "secret" and "fetch" are not.
  let best = Math.max(1, Math.floor(plain.length / 3)) + 1
  let nearest
  for (const candidate of known) {
    const distance = editDistance(plain, simplify(candidate))
    if (distance < best) {
      best = distance
      nearest = candidate
    }
  }
  return nearest
}

/**
 * @param {string} word
 * @returns {string} the first 40 characters, without what distinguishes camelCase, snake_case and kebab-case
 */
function simplify(word) {
  return word
    .slice(0, 40)
    .toLowerCase()
    .replace(/[^a-z]/g, '')
}

/**
 * @param {string} a
 * @param {string} b
 * @returns {number} Levenshtein's distance: insertions, deletions and substitutions between the two
 */
function editDistance(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (const letter of a) {
    const above = row
    row = [above[0] + 1]
    for (let j = 0; j < b.length; j++) {
      row.push(Math.min(row[j] + 1, above[j + 1] + 1, above[j] + Number(letter !== b[j])))
    }
  }
  return row[b.length]
}
