export { createAssay } from '../create-assay.js'
export * from '../common.js'
