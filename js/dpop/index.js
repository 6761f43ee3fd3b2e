// What other rooms may import of this one.
export { explainPossession } from './explain-possession.js'
export { checkPossession } from './possession.js'
export { prepare } from './proof-policy.js'
