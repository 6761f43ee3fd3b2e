// Made from tables/options.js by `npm run generate`: change it there.

import { checkBoolean, checkScopes, checkSecret } from '../options/option-checks.js'
import { readScopeTable } from './scope-rules.js'
import { checkResource } from './option-checks.js'
import { readErrors } from './sdk-errors.js'

/** @import { Rules } from '../options/option-checks.js' */

/** Of guardMcp. @type {Rules} */
export const MESSAGE_RULES = {
  scopes: [readScopeTable, undefined, 'the scopes that each tool takes'],
  maxBodyBytes: [[1, 67_108_864, 'bytes'], 1_048_576],
  filterTools: [checkBoolean, false],
  sessionSecret: [checkSecret]
}

/** Of sdkTokenVerifier. @type {Rules} */
export const SDK_VERIFIER_RULES = {
  requiredScope: [checkScopes],
  resource: [checkResource],
  debug: [checkBoolean, false],
  errors: [readErrors]
}
