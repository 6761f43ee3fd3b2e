// What a verdict may be, by what the verifier was told: the model knows no machine, no timer and no cooldown of its own.

/** @typedef {import('./world.js').Answer} Answer */
/** @typedef {import('./world.js').Witness} Witness */

/**
 * @typedef {object} Observation one call, and how it ended
 * @property {'verify' | 'verifySync' | 'explain' | 'ready'} call
 * @property {string} kid of the token
 * @property {number} began
 * @property {number} ended
 * @property {boolean} accepted
 * @property {{ code: string, reason: string, retryAfter?: number, status: number } | undefined} error
 * @property {boolean} disposed whether dispose() was called before its end
 */

/**
 * @param {Observation} seen
 * @param {Witness} witness
 * @param {{ cooldown: number, longest: number }} limits seconds; `longest` that an attempt, or a pause after one, takes
 * @returns {string | undefined} what is wrong with it
 */
export function judge(seen, witness, limits) {
  if (seen.accepted) return judgeYes(seen, witness)
  const { code, reason, retryAfter, status } = seen.error ?? { code: 'none', reason: 'none', status: 0 }
  if (reason === 'verifier_disposed') return seen.disposed ? undefined : 'disposed, though nobody did'
  if (code === 'AUTH_KEYS_UNAVAILABLE') {
    if (status !== 503) return `status ${status} for ${reason}`
    if (!(Number.isInteger(retryAfter) && Number(retryAfter) >= 1)) return `${reason} with retryAfter ${retryAfter}`
    return seen.call === 'verifySync' ? undefined : judgeOutage(seen, witness, limits)
  }
  return reason === 'key_not_found' ? judgeNotFound(seen, witness, limits) : `refused for ${code}, ${reason}`
}

/**
 * A yes needs a set that has the key and is no older than the newest one that was there when the call began: what replaces
 * a set replaces all of it.
 * @param {Observation} seen
 * @param {Witness} witness
 */
function judgeYes({ call, kid, began, ended }, { answers, stored }) {
  if (call === 'ready') return undefined
  const newest = Math.max(...answers.filter(({ served }) => served < began).map(({ asked }) => asked))
  const has = [...answers, ...stored].some(
    ({ kids, asked, got }) => kids.includes(kid) && asked >= newest && got <= ended
  )
  return has ? undefined : `${kid} was accepted by a set that had been replaced`
}

/**
 * @param {Observation} seen
 * @param {Witness} witness
 * @param {{ cooldown: number }} limits
 */
function judgeNotFound({ kid, began, ended }, { answers, stored }, { cooldown }) {
  const lacks = [...answers, ...stored].some(
    ({ kids, asked, got }) => !kids.includes(kid) && asked >= began - cooldown && got <= ended
  )
  return lacks ? undefined : `key_not_found for ${kid}, and no set that lacks it was asked for within the cooldown`
}

/**
 * @param {Observation} seen
 * @param {Witness} witness
 * @param {{ longest: number }} limits
 */
function judgeOutage({ kid, began, ended, error }, { answers, failures, open }, { longest }) {
  const since = began - longest
  const failed = failures.some((each) => each.ended >= since && each.asked <= ended)
  // Where a request may await no other one's promise, an attempt that takes long counts as lost.
  const lost =
    [...open].some((asked) => asked <= ended) || answers.some(({ asked, got }) => asked <= ended && got >= began)
  // A set without a usable key is an outage, too: the issuer has withdrawn all.
  const empty = error?.reason === 'jwks_no_usable_key' && answers.some(({ kids }) => kids.length === 0)
  return failed || lost || empty ? undefined : `${error?.reason} for ${kid}, and nothing had failed`
}
