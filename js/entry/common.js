// What every entry exports. Nothing here needs the core.
export { AssayError } from '../shared/error.js'
export { lintJwks } from '../lint/index.js'
export * from '../shared/claim-types.js'
export * from '../shared/lint-types.js'
export * from '../shared/types.js'
