// The same for the single-file page: the core is embedded as text.
export { createVerifier, lintJwks } from 'assay-jwt/inline'
