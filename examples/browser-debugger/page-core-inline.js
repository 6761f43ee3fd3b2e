// The same for the page that is one file: the core stands in it as text.
export { createVerifier, lintJwks } from 'assay-jwt/inline'
