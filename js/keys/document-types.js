// What js/keys/document.js caches, and its options. This file holds no code.

/** @import { AssayError } from '../shared/error.js' */
/** @import { FetchLimits } from './fetch-text.js' */
/** @import { FetchDated } from './share-fetches.js' */
/** @import { KeyStore } from '../shared/types.js' */
/** @import { Emit, WaitUntil } from './key-source.js' */
/** @import { MachineLimits } from './machine-types.js' */

/**
 * @template M
 * @typedef {{ text: string, url: string, parsed: M }} Value a document, its URL, and what parse() returned for it
 */

/**
 * @typedef {object} DocumentContext what the documents of an issuer share
 * @property {string} issuer
 * @property {() => number} now seconds since the epoch
 * @property {boolean} sharesPromises whether one request may await what another request started
 * @property {FetchDated} fetchText
 * @property {Set<() => void>} closing what close() calls: they end every wait, and abort every fetch
 * @property {FetchLimits & MachineLimits & { maxAge?: number }} limits `maxAge`: an answer's lifetime in seconds
 *   where its headers state none, and the limit where they do
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
 * @property {string} name the prefix of its events' names
 * @property {(waitUntil?: WaitUntil) => string[] | Promise<string[]>} locate the URLs to ask, in
 *   order, until one has the document. May throw an AssayError
 * @property {(text: string) => M | Promise<M>} parse throws an AssayError
 * @property {(parsed: M) => boolean} [checkSnapshot] throws where the snapshot is of no use; false: it is not known yet
 * @property {(parsed: M) => boolean | Promise<boolean>} [canServe] false: the document replaces the known one, because an issuer
 *   may withdraw all keys, but callers wait until it is refreshed
 * @property {(parsed: M) => void} [release] frees a document that was replaced
 * @property {(failures: { url: string, error: unknown }[]) => AssayError} toError why no URL has the document: each error is
 *   a FetchFault, or what `parse` threw
 * @property {() => void} [onFailure]
 */

export {}
