// What every entry exports. Nothing here needs the core.
export * from '../decode/index.js'
export { lintJwks } from '../lint/index.js'
export * from '../shared/claim-types.js'
export * from '../shared/lint-types.js'
export * from '../shared/types.js'
export * from '../shared/verifier-types.js'
