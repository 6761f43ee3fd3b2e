// Every option, once. From it `npm run generate` makes the checks and defaults of createVerifier and of the guards, the
// core's defaults and how it reads a policy, the types and their documentation, the flags of the command line, the
// debugger's form, the policy as code, and the tables of docs/.

import { callGroups } from './options/calls.js'
import { dpopGroups, dpopRow } from './options/dpop.js'
import { guardGroups } from './options/guards.js'
import { keyGroups, keyRows } from './options/keys.js'
import { policyRows } from './options/policy.js'
import { storeGroups } from './options/stores.js'

/** @import { Group } from './options/row-types.js' */

/** @type {{ [type: string]: Group }} by the names of their types */
export const groups = {
  VerifierOptions: {
    of: 'createVerifier',
    text: 'what is required of a token, and where the keys are',
    rows: { ...policyRows, dpop: dpopRow, ...keyRows }
  },

  TokenCacheOptions: {
    of: 'tokenCache',
    text: 'how many tokens are kept that were accepted before',
    rows: {
      maxEntries: {
        text: 'tokens that are kept',
        type: 'number',
        bounds: [1, 100_000, 'entries'],
        default: 1000,
        core: { type: 'std::size_t', constants: { kDefaultCachedTokens: 'default' } }
      },
      maxBytes: {
        text: 'bytes of WebAssembly memory that they may take',
        type: 'number',
        bounds: [1, 67_108_864, 'bytes'],
        default: 4_194_304,
        core: { type: 'std::size_t', constants: { kDefaultCachedTokenBytes: 'default' } }
      }
    }
  },
  ...dpopGroups,
  ...keyGroups,
  ...callGroups,
  ...storeGroups,
  ...guardGroups
}
