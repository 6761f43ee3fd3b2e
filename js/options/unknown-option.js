import { didYouMean } from '../shared/did-you-mean.js'
import { AssayError } from '../shared/error.js'

/** What other libraries call the options. @type {{ [name: string]: string }} */
const ALIASES = {
  ...{ iss: 'issuer', aud: 'audience', alg: 'algorithms', algs: 'algorithms', currentDate: 'now', clock: 'now' },
  ...{ clockSkew: 'clockTolerance', leeway: 'clockTolerance', clockTimestamp: 'now', maxAge: 'maxTokenAge' },
  ...{ scope: 'requiredScope', scopes: 'requiredScope', publicKey: 'jwks', key: 'jwks', pem: 'jwks' }
}

/**
 * @param {string} key
 * @param {readonly string[]} known
 * @param {string} [parent]
 * @returns {AssayError}
 */
export function unknownOption(key, known, parent) {
  const name = pathOf(key.length > 60 ? `${key.slice(0, 60)}…` : key, parent)
  const alias = Object.hasOwn(ALIASES, key) ? ALIASES[key] : ''
  const nearest = known.includes(alias) ? alias : didYouMean(key, known)
  return new AssayError('option_unknown', {
    option: name,
    message: `Unknown option "${name}"` + (nearest ? `: did you mean "${pathOf(nearest, parent)}"?` : ''),
    hint: `The options are: ${known.map((each) => pathOf(each, parent)).join(', ')}`
  })
}

/**
 * @param {string} name
 * @param {string} [parent]
 */
export function pathOf(name, parent) {
  return parent ? `${parent}.${name}` : name
}
