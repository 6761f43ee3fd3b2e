import { AssayError } from '../shared/error.js'
import { TIME_IS_UP } from '../shared/within.js'

/**
 * @param {unknown} cause what add() of a replay store threw, or rejected with. Only an AssayError is shown: another may quote a
 *   secret, such as a database's password
 * @returns {AssayError} replay_store_failed, whose hint says what is known
 */
export function storeFailure(cause) {
  const isOurs = cause instanceof AssayError && cause.reason === 'replay_store_failed'
  return new AssayError('replay_store_failed', { hint: isOurs ? cause.hint : cause === TIME_IS_UP ? TOO_LATE : THREW })
}

const TOO_LATE = 'The replay store did not answer in time: look whether it can be reached'
const THREW =
  'add() of the replay store threw. What it throws is not shown, as that may quote a password: log it there, and look ' +
  'whether the store can be reached'

/** What a store answered that is neither true nor false. */
export const NO_ANSWER = 'add() of the replay store must return true where the id is new, and false where it is there'

/** What the option onStoreFailure: 'accept' makes of it. */
export const LET_IN = 'The proof is let in (onStoreFailure): as long as this lasts, it can be used again'
