// What every entry exports. Nothing here needs the core.
export * from '../decode/index.js'
export { lintJwks } from '../lint/index.js'
/**
 * What createVerifier makes.
 * @template {string | undefined} [Subject=string]
 * @template [Own={}] claims that every token of it has
 * @typedef {import('../verifier/verifier.js').Verifier<Subject, Own>} Verifier
 */
export * from '../shared/claim-types.js'
export * from '../shared/lint-types.js'
export * from '../shared/types.js'
