export { createAssay } from '../create-assay.js'
export { AssayError } from '../error.js'
export * from '../types.js'
