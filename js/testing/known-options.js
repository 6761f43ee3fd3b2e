import { didYouMean } from '../shared/did-you-mean.js'

/**
 * @param {string} what is called
 * @param {object} options
 * @param {readonly string[]} known
 * @throws {TypeError} where one is unknown: a test would check something else than it says
 */
export function assertKnown(what, options, known) {
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue
    const nearest = didYouMean(name, known)
    const meant = nearest ? `: did you mean "${nearest}"?` : `: it has ${known.join(', ')}`
    throw new TypeError(`${what} has no option "${name.slice(0, 60)}"${meant}`)
  }
}
