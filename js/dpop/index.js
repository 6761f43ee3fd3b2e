// What other rooms may import of this one.
export { checkPossession, explainPossession, possessionFault } from './possession.js'
export { prepare } from './proof-policy.js'
