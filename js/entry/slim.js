export { createAssay } from '../verifier/index.js'
export * from './common.js'
