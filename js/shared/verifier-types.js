// The type of a verifier, for programs that name it. This file holds no code.

/**
 * What createVerifier makes.
 * @template [Own={}] claims that every token of it has
 * @template [Subject=string] string, or string | undefined where the option requireSubject is false. The two may also
 *   come in the other order
 * @typedef {import('../verifier/verifier.js').Verifier<OwnOf<Own, Subject>, SubjectOf<Own, Subject>>} Verifier
 */
/**
 * @template A
 * @template B
 * @typedef {[A] extends [string | undefined] ? ([B] extends [string | undefined] ? {} : B) : A} OwnOf
 */
/**
 * `infer` keeps A free, so that functions of Verifier<Claims> infer it from the claims alone.
 * @template A
 * @template B
 * @typedef {[A] extends [infer S extends string | undefined] ? S : B extends string | undefined ? B : string} SubjectOf
 */
/**
 * The class of what createVerifier makes. A program names the type `Verifier`; TypeScript writes this one into declarations.
 * @typedef {import('../verifier/verifier.js').Verifier} VerifierInstance
 */
/** @typedef {import('../verifier/api.js').CreateVerifier} CreateVerifier the type of createVerifier */

export {}
