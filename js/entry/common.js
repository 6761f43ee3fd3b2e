// What every entry exports alike: it needs no core.
export { AssayError } from '../shared/error.js'
export { lintJwks } from '../lint/index.js'
export * from '../shared/types.js'
