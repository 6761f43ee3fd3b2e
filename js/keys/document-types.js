// The shapes of js/keys/document.js. This file holds no code.

/** @import { AssayError } from '../shared/error.js' */
/** @import { FetchLimits } from './fetch-text.js' */
/** @import { FetchDated } from './share-fetches.js' */
/** @import { KeyStore } from '../shared/types.js' */
/** @import { Emit, WaitUntil } from './key-source.js' */
/** @import { Action, Event, MachineLimits, State } from './machine-types.js' */

/**
 * @template M
 * @typedef {{ text: string, url: string, made: M }} Value a document, where it came from, and what was made of it
 */

/**
 * @typedef {object} DocumentContext what the documents of an issuer share
 * @property {string} issuer
 * @property {() => number} now seconds since the epoch
 * @property {boolean} sharesPromises whether one request may await what another request started
 * @property {FetchDated} fetchText
 * @property {Set<() => void>} closing what close() calls: whoever waits is told, and what is fetched is aborted
 * @property {FetchLimits & MachineLimits & { maxAge?: number }} limits `maxAge`: seconds that an answer is fresh where it does
 *   not say it itself, and at most
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
 * @property {(made: M) => boolean} [judge] throws where the snapshot is of no use; false: nobody can say it yet
 * @property {(made: M) => boolean | Promise<boolean>} [isUseful] false: it stops what there was, for an issuer may withdraw all of its keys, but
 *   nobody is served by it while it is refreshed
 * @property {(made: M) => void} [drop] frees what was made, once it is replaced
 * @property {(failures: { url: string, error: unknown }[]) => AssayError} explain says why none of the URLs gave it: a
 *   FetchFault, or what `make` threw
 * @property {() => void} [onFailure]
 */

/**
 * @template M
 * @typedef {object} AttemptedDocument what an attempt sees of the document that it is for
 * @property {(event: Event<Value<M>>) => Action | undefined} say
 * @property {() => M | undefined} current what serves now
 * @property {() => State<Value<M>>} state
 * @property {(type: string, error?: AssayError) => void} emit
 * @property {(waitUntil: WaitUntil | undefined, work: Promise<unknown>) => Promise<unknown> | undefined} inBackground
 * @property {() => boolean} isClosed
 */

/**
 * @template M
 * @typedef {object} CachedDocument
 * @property {() => M | undefined} current what serves now
 * @property {() => State<Value<M>>} state
 * @property {() => boolean} due whether load() has something to do, though there may be something that serves
 * @property {(waitUntil?: WaitUntil, patient?: boolean) => Promise<boolean>} load makes `current` be there, and fresh where that
 *   is possible: waits where there is nothing, else works in the background. A `patient` one waits until it is fresh, or
 *   cannot be. True: it was fetched meanwhile, so that it cannot be newer. Throws an AssayError where there is nothing
 * @property {(seen: M, waitUntil?: WaitUntil) => Promise<boolean>} lookUp whether there is something else than what was
 *   `seen` to have no key for a token. False: it is known that there is not. Throws an AssayError where nobody can say
 * @property {() => boolean} isSettled whether the endpoint was asked within the cooldown, so that it has nothing else
 * @property {(isLookUp: boolean) => number} retryAfter seconds after which an attempt may start again
 * @property {(isLookUp?: boolean) => AssayError} unavailable says why there is nothing, or nothing that helps
 * @property {() => void} expire
 * @property {() => M | undefined} close returns what it held. What arrives later is not used
 */

export {}
