// Functions of the user's in a guard's options, each of which throws.
import { failing } from './http.js'

export const limit = (/** @type {any} */ more) => ({
  rateLimit: { key: () => 'a', retryAfter: () => 0, fail: () => {}, ...more }
})

/**
 * Each function in the options, made to throw: the options, what Authorization makes the guard call it, and the verifier.
 * @type {{ [name: string]: (fault: unknown) => { options: any, authorization?: string | undefined, by?: any } }}
 */
export const callbacks = {
  requiredScope: (fault) => ({ options: { requiredScope: thrower(fault) } }),
  'requiredScope, later': (fault) => ({ options: { requiredScope: () => Promise.reject(fault) } }),
  requestId: (fault) => ({ options: { requestId: thrower(fault) } }),
  'rateLimit.key': (fault) => ({ options: limit({ key: thrower(fault) }) }),
  'rateLimit.retryAfter': (fault) => ({ options: limit({ retryAfter: thrower(fault) }) }),
  'rateLimit.fail': (fault) => ({ options: limit({ fail: thrower(fault) }), authorization: 'Bearer a.b.c' }),
  'onDecision, of a good token': (fault) => ({ options: { onDecision: thrower(fault) } }),
  'onDecision, of a bad one': (fault) => ({ options: { onDecision: thrower(fault) }, authorization: 'Bearer a.b.c' }),
  'resourceMetadata, for a challenge': (fault) => ({
    options: { resourceMetadata: thrower(fault) },
    authorization: 'Bearer a.b.c'
  }),
  verifier: (fault) => ({ options: {}, by: failing(fault) }),
  'verifier, at once': (fault) => ({ options: {}, by: { verify: thrower(fault) } })
}

/** @param {unknown} fault */
export function thrower(fault) {
  return () => {
    throw fault
  }
}

export const noAssayErrors = [new TypeError('mine'), Object.assign(new Error('mine'), { status: 418 })]
