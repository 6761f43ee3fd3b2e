export { createAssay } from '../verifier/create-assay.js'
export * from './common.js'
