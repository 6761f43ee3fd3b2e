// What Express.Request has behind the guard. JSDoc cannot add to a namespace of others; tools/emit-types.js copies this file
// to dist/types.
import type { AnyToken, GuardContext } from '../http/types.js'
import type { VerifiedToken } from '../shared/types.js'

declare global {
  namespace Express {
    /**
     * Add `token` where the tokens of all guards have claims of your own, no subject, or may be absent:
     * `interface BearerTypes { token: VerifiedToken<{ tenant: string }> | undefined }`.
     */
    interface BearerTypes {}

    interface Request {
      /** What the guard knows. Only behind a guard is it there, and with `optional: true` its `token` may be undefined. */
      bearer: RequestBearer
    }
  }
}

type Token = Express.BearerTypes extends { token: infer T extends AnyToken | undefined } ? T : VerifiedToken

// An interface is compared by its members: a handler may say that its token can be absent.
export interface RequestBearer extends GuardContext<'guard', undefined extends Token ? true : false, NonNullable<Token>> {}
