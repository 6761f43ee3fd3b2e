// The shapes of js/jwks/document.js. This file holds no code.

/** @import { AssayError } from '../error.js' */
/** @import { Answer, FetchFault, FetchLimits } from '../fetch-text.js' */
/** @import { KeyStore } from '../types.js' */
/** @import { Emit, WaitUntil } from './key-source.js' */
/** @import { MachineLimits } from './machine-types.js' */

/**
 * @template M
 * @typedef {{ text: string, url: string, made: M }} Value a document, where it came from, and what was made of it
 */

/**
 * @typedef {object} DocumentContext what the documents of an issuer share
 * @property {string} issuer
 * @property {() => number} now seconds since the epoch
 * @property {boolean} sharesPromises whether one request may await what another request started
 * @property {FetchLimits} fetchLimits
 * @property {(url: string, limits: FetchLimits, etag?: string) => Promise<Answer>} fetchText
 * @property {{ usual: number, longest: number }} lifetime in seconds: where an answer does not say it, and at most
 * @property {MachineLimits} limits
 * @property {KeyStore} [store]
 * @property {Emit} emit
 */

/**
 * @template M
 * @typedef {DocumentContext & DocumentKind<M>} DocumentOptions
 */

/**
 * @template M
 * @typedef {object} DocumentKind
 * @property {string} name what it is, for the names of its events
 * @property {(waitUntil?: WaitUntil) => string[] | Promise<string[]>} locate the URLs where it may be: the first that has
 *   it counts. May throw an AssayError
 * @property {(text: string) => M | Promise<M>} make judges a text; throws an AssayError
 * @property {(made: M) => void} [drop] frees what was made, once it is replaced
 * @property {(fault: FetchFault, url: string) => AssayError} explain says why a URL did not give it
 * @property {() => void} [onFailure]
 */

export {}
