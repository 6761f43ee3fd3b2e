// What other libraries do with the JWK Set in one isolate, by their sources. None shares it with another isolate.

/** @import { Version } from './authorization-server.js' */
/** @import { Waited } from './metrics.js' */
/** @import { Isolate, Request, World } from './world.js' */

/**
 * The habit of jose's createRemoteJWKSet: ten minutes, then the request that comes next waits; for an unknown key id it is
 * fetched again unless it is younger than 30 seconds. On Workers a fetch is not shared, and a failure is not remembered.
 * @implements {Isolate}
 */
export class FixedAge {
  #world
  /** @type {Version | undefined} */
  #version
  #fetchedAt = -Infinity
  #sequence = 0
  #applied = 0

  /** @param {World} world */
  constructor(world) {
    this.#world = world
  }

  /** @param {Request} request */
  handle(request) {
    const isFresh = this.#world.now < this.#fetchedAt + 600
    if (isFresh) return this.#decide(request, 'no')
    this.#reload((failed) =>
      failed ? this.#world.decide(request, undefined, 'fetch') : this.#decide(request, 'fetch')
    )
  }

  /** @param {Request} request @param {Waited} waited */
  #decide(request, waited) {
    const coolsDown = this.#world.now < this.#fetchedAt + 30
    if (this.#version?.kids.has(request.kid) || coolsDown) return this.#world.decide(request, this.#version, waited)
    this.#reload((failed) => this.#world.decide(request, failed ? undefined : this.#version, 'fetch'))
  }

  /** @param {(failed: boolean) => void} done */
  #reload(done) {
    const sequence = ++this.#sequence
    this.#world.fetch(undefined, (answer) => {
      if ('version' in answer && sequence > this.#applied) {
        this.#applied = sequence
        this.#version = answer.version
        this.#fetchedAt = this.#world.now
      }
      done(!('version' in answer))
    })
  }
}

/**
 * The habit of aws-jwt-verify: a set serves until a token names a key that it lacks. Where the fetch does not help, nothing
 * is fetched for ten seconds. Fetches are shared.
 * @implements {Isolate}
 */
export class NeverExpires {
  #world
  /** @type {Version | undefined} */
  #version
  #penaltyUntil = -Infinity
  /** @type {((version: Version | undefined) => void)[] | undefined} those that wait for a fetch */
  #waiting

  /** @param {World} world */
  constructor(world) {
    this.#world = world
  }

  /** @param {Request} request */
  handle(request) {
    if (this.#version?.kids.has(request.kid)) return this.#world.decide(request, this.#version, 'no')
    if (this.#world.now < this.#penaltyUntil) return this.#world.decide(request, this.#version, 'no')
    this.#fetch((version) => {
      if (version !== undefined && !version.kids.has(request.kid)) this.#penaltyUntil = this.#world.now + 10
      this.#world.decide(request, version, 'fetch')
    })
  }

  /** @param {(version: Version | undefined) => void} done */
  #fetch(done) {
    if (this.#waiting !== undefined) return void this.#waiting.push(done)
    this.#waiting = [done]
    this.#world.fetch(undefined, (answer) => {
      const version = 'version' in answer ? answer.version : undefined
      this.#version = version ?? this.#version
      const waiting = this.#waiting ?? []
      this.#waiting = undefined
      for (const each of waiting) each(version)
    })
  }
}

/**
 * The habit of hono's verifyWithJwks: one fetch for each request.
 * @implements {Isolate}
 */
export class EachRequest {
  #world

  /** @param {World} world */
  constructor(world) {
    this.#world = world
  }

  /** @param {Request} request */
  handle(request) {
    this.#world.fetch(undefined, (answer) => {
      this.#world.decide(request, 'version' in answer ? answer.version : undefined, 'fetch')
    })
  }
}
