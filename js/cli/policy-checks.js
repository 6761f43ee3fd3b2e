import { UsageError } from './usage-error.js'

/** @import { Decider } from './policy-questions.js' */
/** @import { Facts } from './policy-plan.js' */
/** @import { Values } from './run.js' */

/** RFC 9068 §2.2: what its profile asks for. */
const PROFILE_CLAIMS = ['iss', 'exp', 'aud', 'sub', 'client_id', 'iat', 'jti']

/**
 * @param {Facts} facts
 * @param {{ [option: string]: any }} base what is decided already
 * @param {Values} values
 * @param {Decider} decider
 * @param {string[]} notes
 * @returns {Promise<{ [option: string]: any }>}
 */
export async function commonOptions(facts, base, values, decider, notes) {
  const { header } = facts
  /** @type {{ [option: string]: any }} */
  const options = {}
  const algorithms = values.algorithms?.flatMap((/** @type {string} */ list) => list.split(/[\s,]+/).filter(Boolean))
  const known = base.algorithms ?? ['RS256']
  if (algorithms) options.algorithms = algorithms
  else if (!known.includes(header.alg)) options.algorithms = await chooseAlgorithms(header, decider)
  if (values['scopes-claim'] !== undefined) options.scopesClaim = readPath(values['scopes-claim'])
  if (facts.claims.cnf?.jkt !== undefined) {
    notes.push(
      'The token is bound to a key ("cnf.jkt"): add dpop: true, so that it comes with a DPoP proof (RFC 9449).'
    )
  }
  Object.assign(options, await typeOptions(facts, base, decider, notes))
  Object.assign(options, await subjectOptions(facts, base, values, decider))
  return options
}

/**
 * @param {Facts} facts
 * @param {{ [option: string]: any }} base
 * @param {Values} values
 * @param {Decider} decider
 * @returns {Promise<{ requireSubject?: false }>}
 */
async function subjectOptions({ claims }, base, values, decider) {
  const hasSubject = typeof claims.sub === 'string' && claims.sub !== ''
  if (hasSubject || base.requireSubject === false) return {}
  const accepts = values['no-subject'] ?? (await acceptNoSubject(decider))
  if (!accepts) throw new UsageError('a token without "sub" is refused', 'take one with "sub", or give --no-subject')
  return { requireSubject: false }
}

/** @param {Decider} decider */
const acceptNoSubject = (decider) =>
  decider.confirm({
    ask: 'The token has no subject ("sub"). Accept such tokens?',
    because: 'the token has no subject ("sub"), which a verifier requires',
    flag: '--no-subject to accept such tokens',
    proposal: 'yes'
  })

/** @param {{ [member: string]: any }} header @param {Decider} decider */
function chooseAlgorithms({ alg }, decider) {
  return decider.choose({
    ask: `The token is signed by ${JSON.stringify(alg)}. Which algorithms may tokens have?`,
    flag: '--algorithms',
    proposal: [alg],
    choices: [alg],
    several: true,
    isSafe: true
  })
}

/**
 * @param {Facts} facts
 * @param {{ [option: string]: any }} base
 * @param {Decider} decider
 * @param {string[]} notes
 * @returns {Promise<{ [option: string]: any }>}
 */
async function typeOptions({ header, claims }, base, decider, notes) {
  const type = String(header.typ ?? '')
    .toLowerCase()
    .replace(/^application\//, '')
  if (type === '' || type === 'jwt') return {}
  if (type === 'at+jwt') {
    const isWhole = PROFILE_CLAIMS.every((name) => claims[name] !== undefined) && base.audience !== null
    if (isWhole) notes.push('The token is an access token by RFC 9068: the profile at+jwt refuses all others.')
    return isWhole ? { profile: 'at+jwt' } : { typ: 'at+jwt' }
  }
  const typ = JSON.stringify(header.typ)
  const accepts = await decider.confirm({
    ask: `The token says that it is a ${typ}. Is that the kind of token your API takes?`,
    because: `the token says that it is a ${typ}, which may not be for an API`,
    flag: '--yes if that is what your API takes',
    proposal: decider.asks ? 'no' : 'yes'
  })
  if (!accepts) throw new UsageError('another kind of token: nothing is written')
  return { typ: header.typ }
}

/** @param {string} text a name, or a path as JSON */
function readPath(text) {
  if (!/^\s*\[/.test(text)) return text
  try {
    return JSON.parse(text)
  } catch {
    throw new UsageError('--scopes-claim is no JSON')
  }
}
