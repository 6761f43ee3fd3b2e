/**
 * What the command line and the debugger page share: finding a token in pasted text, marking what is odd in it,
 * explaining a report and what to do. Nothing here decides about a token; the core does.
 * @module
 */
export { adviceFor } from './advice.js'
export { discoveryUrls, fetchKeys, jwksUriIn } from './fetch-keys.js'
export { findRequest } from './find-request.js'
export { findToken } from './find-token.js'
export { headerMembers, meaningOf, proofClaims, proofHeaderMembers, registeredClaims } from './glossary.js'
export { inspectToken } from './inspect-token.js'
export { jwkSetText, keyFileText } from './key-text.js'
export { isProofHeader, PROOF_AS_TOKEN, proofAdviceFor } from './proof-checks.js'
export { readJwkSet } from './read-jwk-set.js'
export { takenOutNote } from './taken-out.js'
export { DATE_CLAIMS, datesNote, dateInCheck, duration, localTime, relativeTime, utcTime } from './times.js'
export { visibleText } from './visible-text.js'
/** @typedef {import('./fetch-keys.js').FetchedKeys} FetchedKeys */
/** @typedef {import('./fetch-keys.js').KeyRequest} KeyRequest */
/** @typedef {import('./find-request.js').FoundRequest} FoundRequest */
/** @typedef {import('./find-token.js').FoundToken} FoundToken */
/** @typedef {import('./inspect-token.js').Inspection} Inspection */
/** @typedef {import('./inspect-token.js').Mark} Mark */
/** @typedef {import('./inspect-token.js').Segment} Segment */
/** @typedef {import('./key-text.js').KeyText} KeyText */
