// The same for the single-file page: both are embedded as text.
export { createVerifier, lintJwks } from 'assay-jwt/inline-ec'
