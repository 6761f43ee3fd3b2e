import { AssayError } from '../shared/error.js'
import { commonOptions } from './policy-checks.js'
import { keyOptions } from './policy-keys.js'
import { optionsOf, presetFor } from './policy-presets.js'
import { UsageError } from './usage-error.js'

/** @import { Decider } from './policy-questions.js' */
/** @import { Values } from './run.js' */

/**
 * @typedef {object} Facts what the token says of itself, and what the user says of it
 * @property {{ [member: string]: any }} header
 * @property {{ [name: string]: any }} claims
 * @property {string[]} audiences
 * @property {string[] | null | undefined} chosenAudience by --audience; null by --any-audience
 * @property {boolean} anyTenant
 */

/** @typedef {string | string[]} Found an audience */

/**
 * @typedef {object} Plan
 * @property {{ name: string, parameters: object } | undefined} preset of assay-jwt/providers
 * @property {{ [option: string]: any }} options beside the preset, or all
 * @property {string | string[] | undefined} requiredScope
 * @property {string[]} notes what was decided, and why
 */

/** Where tokens name the client that they were given to. */
const CLIENT_CLAIMS = ['azp', 'client_id', 'cid', 'appid']
/**
 * Makes a policy from a token. Everything that lets in more than this token's kind needs a word of the user's.
 * @param {{ header: { [member: string]: any }, claims: { [name: string]: any } }} token as the core has read it
 * @param {Values} values
 * @param {Decider} decider
 * @returns {Promise<Plan>}
 * @throws {UsageError} naming the flag that decides what is open
 */
export async function planPolicy({ header, claims }, values, decider) {
  const issuer = await confirmIssuer(claims, values, decider)
  /** @type {string[]} */
  const notes = []
  const known = values['no-preset'] ? undefined : presetFor(issuer)
  const facts = await factsOf({ header, claims }, values, decider, known?.name)
  const audience = () => chooseAudience(facts, decider)
  const preset = known && (await usePreset(known, facts, audience, decider, notes))
  const base = preset ? {} : await ownOptions(issuer, facts, audience, notes)
  const whole = preset ? /** @type {any} */ (optionsOf(/** @type {any} */ (preset))) : base
  const options = {
    ...base,
    ...(await commonOptions(facts, whole, values, decider, notes)),
    ...keyOptions(issuer, whole, values)
  }
  return { preset, options, requiredScope: await chooseScopes(facts, values, decider), notes }
}

/**
 * @param {Plan} plan
 * @returns {{ [option: string]: any }} options of createVerifier
 */
export function wholeOptions({ preset, options }) {
  const all = { ...(preset && optionsOf(/** @type {any} */ (preset))), ...options }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
}

/** @param {string} issuer @returns {string} without what people write in two ways, and verifiers do not */
const inShort = (issuer) =>
  issuer
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/\/$/, '')

/**
 * @param {{ [name: string]: any }} claims
 * @param {Values} values
 * @param {Decider} decider
 * @returns {Promise<string>}
 */
async function confirmIssuer({ iss }, { issuer }, decider) {
  if (typeof iss !== 'string' || iss === '') throw new UsageError('the token has no "iss": no policy can be made of it')
  if (issuer !== undefined) {
    if (issuer === iss) return iss
    const isNear = inShort(iss) === inShort(issuer)
    const hint = isNear
      ? `they differ only by a slash at the end, by case or by the scheme: give --issuer as the token has it`
      : 'take a token of that issuer'
    throw new UsageError(`the token is not of --issuer: it says ${JSON.stringify(iss)}`, hint)
  }
  const isOwn = await decider.confirm({
    ask: `Is ${JSON.stringify(iss)} your authorization server? Anyone can write a token that says so of theirs.`,
    because: `whether ${JSON.stringify(iss)} is your authorization server, the token cannot say`,
    flag: `--issuer ${JSON.stringify(iss)}, or --yes, if it is`,
    proposal: decider.asks ? 'no' : 'yes'
  })
  if (!isOwn) throw new UsageError('not your authorization server: nothing is written', 'take a token of your own')
  return iss
}

/**
 * @param {{ header: object, claims: { [name: string]: any } }} token
 * @param {Values} values
 * @param {Decider} decider
 * @param {string | undefined} preset
 * @returns {Promise<Facts>}
 */
async function factsOf({ header, claims }, values, decider, preset) {
  const { audience, 'any-audience': anyAudience, 'any-tenant': anyTenant } = values
  if (audience && anyAudience) throw new UsageError('--audience and --any-audience exclude each other')
  if (anyTenant && preset !== 'entra') throw new UsageError('--any-tenant is for tokens of Microsoft Entra ID')
  const isForAll =
    anyTenant ??
    (preset === 'entra' &&
      (await decider.confirm({
        ask: `Let in every tenant of Microsoft’s cloud, and not ${JSON.stringify(claims.tid)} alone?`,
        flag: '--any-tenant',
        proposal: 'no',
        isSafe: true
      })))
  const audiences = [claims.aud].flat().filter((each) => typeof each === 'string' && each !== '')
  return { header, claims, audiences, chosenAudience: anyAudience ? null : audience, anyTenant: isForAll }
}

/**
 * @param {Facts} facts
 * @param {Decider} decider
 * @returns {Promise<Found>}
 */
async function chooseAudience({ audiences, chosenAudience }, decider) {
  if (chosenAudience) return oneOrAll(chosenAudience)
  const ofApis = audiences.filter((each) => !each.endsWith('/userinfo')) // for the authorization server itself
  if (ofApis.length === 1) return ofApis[0]
  if (ofApis.length === 0) throw new UsageError('the token names no audience', 'give --any-audience')
  const chosen = await decider.choose({
    ask: 'Which of these is your API? A token must be for it.',
    because: `the token is for several audiences: ${ofApis.map((each) => JSON.stringify(each)).join(', ')}`,
    flag: '--audience NAME, your API’s',
    choices: ofApis,
    several: true
  })
  return oneOrAll(chosen)
}

/** @param {string[]} list @returns {Found} */
const oneOrAll = (list) => (list.length === 1 ? list[0] : list)

/**
 * @param {NonNullable<ReturnType<typeof presetFor>>} known
 * @param {Facts} facts
 * @param {() => Promise<Found>} audience
 * @param {Decider} decider
 * @param {string[]} notes
 * @returns {Promise<Plan['preset']>}
 */
async function usePreset(known, facts, audience, decider, notes) {
  const { name } = known
  const ask = `assay-jwt/providers has a preset for this issuer, ${name}(). Use it?`
  if (!(await decider.confirm({ ask, flag: '--no-preset', proposal: 'yes', isSafe: true }))) return undefined
  const parameters = await known.parameters(facts, audience)
  if (parameters === undefined) {
    return withoutPreset(`The preset ${name}() is for other tokens of this issuer.`, decider, notes)
  }
  try {
    optionsOf({ name, parameters })
    notes.push(`The preset ${name}() of assay-jwt/providers checks what this issuer’s tokens must be checked for.`)
    return { name, parameters }
  } catch (error) {
    if (!(error instanceof AssayError)) throw error
    return withoutPreset(`The preset ${name}() does not fit: ${error.message}.`, decider, notes)
  }
}

/**
 * A policy without the preset checks less: whoever asks must say that this is meant.
 * @param {string} why
 * @param {Decider} decider
 * @param {string[]} notes
 * @returns {Promise<undefined>}
 */
async function withoutPreset(why, decider, notes) {
  const ask = `${why} Write a policy without it, which checks less of this issuer’s tokens?`
  if (!(await decider.confirm({ ask, flag: '--no-preset', proposal: 'no', isSafe: false }))) {
    throw new UsageError(why, 'look whether the token is the right one, or give --no-preset')
  }
  notes.push(why)
  return undefined
}

/**
 * @param {string} issuer
 * @param {Facts} facts
 * @param {() => Promise<Found>} audience
 * @param {string[]} notes
 * @returns {Promise<{ [option: string]: any }>} for an issuer without a preset
 */
async function ownOptions(issuer, facts, audience, notes) {
  const { claims, audiences, chosenAudience } = facts
  const isForAll = chosenAudience === null
  const client = CLIENT_CLAIMS.find((name) => typeof claims[name] === 'string' && claims[name] !== '')
  if (!isForAll && audiences.length === 0 && !chosenAudience) {
    const pinned = client ? `; then "${client}" must be ${JSON.stringify(claims[client])}` : ''
    throw new UsageError(
      'the token names no audience: it may be for any API of this issuer',
      `have the issuer name one, or give --any-audience${pinned}`
    )
  }
  const pins = {
    ...(typeof claims.token_use === 'string' && { token_use: claims.token_use }),
    ...(isForAll && client && { [client]: claims[client] })
  }
  if (isForAll) notes.push(anyAudienceNote(client))
  return {
    issuer,
    audience: isForAll ? null : await audience(),
    ...(facts.header.alg === 'RS256' && { algorithms: ['RS256'] }), // the default, for whoever reads it
    ...(Object.keys(pins).length > 0 && { claims: pins })
  }
}

/** @param {string | undefined} client */
const anyAudienceNote = (client) =>
  client
    ? `Any audience is accepted; "${client}" must be this token’s, so that no other client’s tokens pass.`
    : 'Any audience is accepted, and the token names no client: tokens for every API of this issuer pass.'

/**
 * @param {Facts} facts
 * @param {Values} values
 * @param {Decider} decider
 * @returns {Promise<string | string[] | undefined>}
 */
async function chooseScopes({ claims }, { scope }, decider) {
  const given = scope?.flatMap((/** @type {string} */ list) => list.split(' ').filter(Boolean))
  const own = [claims.scope ?? claims.scp ?? []]
    .flat()
    .flatMap((each) => String(each).split(' '))
    .filter(Boolean)
  const chosen =
    given ??
    (own.length > 0 && decider.asks
      ? await decider.choose({
          ask: 'Which scopes must every token have?',
          flag: '--scope',
          proposal: [],
          choices: own,
          several: true,
          isSafe: true
        })
      : [])
  return chosen.length === 0 ? undefined : oneOrAll(chosen)
}
