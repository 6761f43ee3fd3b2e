const BUCKET_SECONDS = 60
/** The most keys that one call of the storage takes. */
const BATCH = 128

/**
 * @typedef {object} Storage what of a Durable Object's storage is used
 * @property {{ (key: string): Promise<unknown>, (keys: string[]): Promise<Map<string, unknown>> }} get
 * @property {(entries: { [key: string]: unknown }) => Promise<void>} put
 * @property {(keys: string[]) => Promise<unknown>} delete
 * @property {(options: { start?: string, end?: string, limit?: number }) => Promise<Map<string, unknown>>} list
 * @property {() => Promise<number | null>} getAlarm
 * @property {(time: number) => Promise<void>} setAlarm
 */

/**
 * The Durable Object of durableObjectReplayStore(): `export { ReplayDurableObject } from 'assay-jwt/stores'` in your Worker,
 * and a binding and a migration for it in wrangler.toml. It keeps each id until its proof is too old, and frees its storage
 * by an alarm.
 */
export class ReplayDurableObject {
  #storage

  /** @param {{ storage: Storage }} state */
  constructor({ storage }) {
    this.#storage = storage
  }

  /**
   * @param {{ json: () => Promise<any> }} request
   * @returns {Promise<Response>} 201: the id is new; 409: it is there
   */
  async fetch(request) {
    const { id, until } = await request.json()
    // While the storage is asked no other request runs in this object: of two with one id the second finds it.
    const known = await this.#storage.get(`id:${id}`)
    if (typeof known === 'number' && Date.now() / 1000 < known) return new Response(null, { status: 409 })
    await this.#storage.put({ [`id:${id}`]: until, [`${bucketOf(until)}:${id}`]: '' })
    if ((await this.#storage.getAlarm()) === null) await this.#storage.setAlarm(Date.now() + BUCKET_SECONDS * 1000)
    return new Response(null, { status: 201 })
  }

  /** Frees what is over, in the order of its time. */
  async alarm() {
    const end = bucketOf(Date.now() / 1000 - BUCKET_SECONDS)
    for (;;) {
      const over = [...(await this.#storage.list({ start: 'at:', end, limit: BATCH / 2 })).keys()]
      if (over.length === 0) break
      // An id that came again, in a proof of its own, has a later time by now.
      const ids = await this.#storage.get(over.map((key) => `id:${key.split(':')[2]}`))
      const done = [...ids].filter(([, until]) => Number(until) < Date.now() / 1000).map(([key]) => key)
      await this.#storage.delete([...over, ...done])
    }
    const rest = await this.#storage.list({ start: 'at:', end: 'at;', limit: 1 })
    if (rest.size > 0) await this.#storage.setAlarm(Date.now() + BUCKET_SECONDS * 1000)
  }
}

/** @param {number} time seconds @returns {string} a key that sorts by time */
const bucketOf = (time) => `at:${String(Math.floor(time / BUCKET_SECONDS)).padStart(12, '0')}`
