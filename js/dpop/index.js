// What other rooms may import of this one.
export { checkPossession, explainPossession } from './possession.js'
export { prepare } from './proof-policy.js'
