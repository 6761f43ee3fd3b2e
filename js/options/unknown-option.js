import { didYouMean } from '../shared/did-you-mean.js'
import { AssayError } from '../shared/error.js'

/** What other libraries call the options. @type {{ [name: string]: string }} */
const ALIASES = {
  ...{ iss: 'issuer', aud: 'audience', alg: 'algorithms', algs: 'algorithms', currentDate: 'now', clock: 'now' },
  ...{ clockSkew: 'clockTolerance', leeway: 'clockTolerance', clockTimestamp: 'now', maxAge: 'maxTokenAge' },
  ...{ scope: 'requiredScope', scopes: 'requiredScope', publicKey: 'jwks', key: 'jwks', pem: 'jwks', keys: 'jwks' },
  ...{ issuerBaseURL: 'issuer', issuerUrl: 'issuer', issuerURL: 'issuer', authority: 'issuer', domain: 'issuer' },
  ...{
    tokenSigningAlg: 'algorithms',
    discoveryUrl: 'metadataUrl',
    wellKnown: 'metadataUrl',
    requiredScopes: 'requiredScope'
  },
  ...{
    secretOrPublicKey: 'jwks',
    jwksEndpoint: 'jwksUri',
    jwksURL: 'jwksUri',
    cacheMaxAge: 'jwksCache',
    cache: 'jwksCache'
  },
  ...{ cooldownDuration: 'jwksCache', timeoutDuration: 'jwksCache', subject: 'claims', sub: 'claims', jwtid: 'claims' },
  ...{
    timeout: 'jwksCache',
    jwksRequestsPerMinute: 'jwksCache',
    cacheMaxEntries: 'jwksCache',
    requestHeaders: 'headers'
  },
  ...{ credentialsRequired: 'optional', authRequired: 'optional' }
}

/** Where an option belongs that was given elsewhere. @type {[names: RegExp, place: string][]} */
const PLACES = [
  [/^requiredScope$/, 'verify() and of guards'],
  [/^(now|possession|waitUntil)$/, 'verify()'],
  [
    /^(issuers?|audience|algorithms|clockTolerance|maxTokenAge|claims|jwks(Uri|Cache)?|metadataUrl|typ)$/,
    'createVerifier'
  ],
  [/^(getToken|optional|onDecision|rateLimit|realm|resourceMetadata|debug|preflight|clientCertificate)$/, 'guards']
]

/** What there is no option for, on purpose. @type {{ [name: string]: string }} */
const LEFT_OUT = {
  secret: 'HMAC (HS256) is left out: have the issuer sign with a private key, and give its public one as "jwks"',
  ignoreExpiration:
    '"exp" is always checked: "clockTolerance" bridges clocks, and decode() of assay-jwt/decode shows any token',
  ignoreNotBefore: '"nbf" is always checked: "clockTolerance" bridges clocks'
}

/**
 * @param {string} key
 * @param {readonly string[]} known
 * @param {string} [parent]
 * @returns {AssayError}
 */
export function unknownOption(key, known, parent) {
  const name = pathOf(key.length > 60 ? `${key.slice(0, 60)}…` : key, parent)
  const meant = meantBy(key, known, parent)
  const isLeftOut = !meant && !parent && Object.hasOwn(LEFT_OUT, key)
  return new AssayError('option_unknown', {
    option: name,
    message: `Unknown option "${name}"${meant}`,
    hint: isLeftOut ? LEFT_OUT[key] : `The options are: ${known.map((each) => pathOf(each, parent)).join(', ')}`
  })
}

/**
 * @param {string} key
 * @param {readonly string[]} known
 * @param {string} [parent]
 * @returns {string} the end of the message, or ''
 */
function meantBy(key, known, parent) {
  const alias = Object.hasOwn(ALIASES, key) ? ALIASES[key] : ''
  const place = parent ? undefined : placeOf(alias || key)
  const nearest = known.includes(alias) ? alias : place ? undefined : didYouMean(key, known)
  if (nearest) return `: did you mean "${pathOf(nearest, parent)}"?`
  if (!place) return ''
  return `: ${alias ? `did you mean "${alias}"? That` : 'that'} is an option of ${place}`
}

/** @param {string} name @returns {string | undefined} */
const placeOf = (name) => PLACES.find(([names]) => names.test(name))?.[1]

/**
 * @param {string} name
 * @param {string} [parent]
 */
export function pathOf(name, parent) {
  return parent ? `${parent}.${name}` : name
}
