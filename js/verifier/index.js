// What the entries may import of this room.
export { makeCompactVerify, makeCreateVerifier } from './api.js'
export { createAssay } from './create-assay.js'
