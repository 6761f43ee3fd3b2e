/** @import { Recipe } from './prepared-verifiers.js' */

/** A KeySource (remote-jwk-set.js) whose keys stand in the options. Nothing is ever fetched. */
export class StaticJwkSet {
  fresh = true
  /** @type {Recipe | undefined} */
  current

  /** @param {Recipe} recipe */
  constructor(recipe) {
    this.current = recipe
  }

  async load() {}

  async refetch() {
    return false
  }

  /** @returns {Recipe | undefined} */
  close() {
    const last = this.current
    this.current = undefined
    return last
  }
}
