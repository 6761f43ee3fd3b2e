// What every entry exports alike: it needs no core.
export { AssayError } from './error.js'
export { lintJwks } from './lint-jwks.js'
export * from './types.js'
