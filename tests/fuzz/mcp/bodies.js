// JSON-RPC bodies from a seed: most of them in order, the others such that parsers disagree about them.

/** @typedef {() => number} Random from 0 to 1 */
/** @typedef {{ raw: string }} Raw text that is written as it is */
/** @typedef {[name: string, value: any][]} Members of an object, in order, a name maybe twice */

/**
 * mulberry32: numbers from 0 to 1 that a seed repeats.
 * @param {number} seed
 * @returns {Random}
 */
export function randomOf(seed) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const METHODS = [
  ...['tools/call', 'tools/call', 'prompts/get', 'resources/read', 'resources/subscribe', 'tasks/get', 'tasks/result'],
  ...['tools/list', 'ping', 'initialize', 'completion/complete', 'notifications/cancelled', 'acme/search', 'méthode']
]
const NAMES = [
  ...['get_positions', 'trade', 'drop', 'file:///a', 'file:///ü', 'weiß', '世界', '', ' ', 'a b', '*', '7'],
  ...['=?base64?YQ==?=', '"', '\\', '/', '</script>', '\u{1f600}', '\ufffd', '\ufeff', 'é', 'e\u0301', '\u2028', 'null']
]
/** Of strings that C, Go and Python do not read alike. */
const TRICKY = ['drop\0', 'drop\0x', '\0', 'a\ud800', '\udc00a', '\ud800', 'a\u0001', 'x\u007f', '\n', '\u0085']
const NUMBERS = ['0', '-0', '1', '1e400', '-1e400', '1.5', '9007199254740993', '1'.repeat(400), '1E-400', '0.1e1']
const KNOWN = ['jsonrpc', 'id', 'method', 'params', 'result', 'error']
const PARAMETERS = ['name', 'uri', 'taskId', 'arguments', '_meta']

export class Bodies {
  #random

  /** @param {number} seed */
  constructor(seed) {
    this.#random = randomOf(seed)
  }

  /** @param {number} share @returns {boolean} */
  chance(share) {
    return this.#random() < share
  }

  /** @template T @param {readonly T[]} list @returns {T} */
  pick(list) {
    return list[Math.floor(this.#random() * list.length)]
  }

  /** @returns {Buffer<ArrayBuffer>} the bytes of a body */
  next() {
    const twisted = this.chance(0.5)
    const single = this.chance(0.9)
    const messages = Array.from({ length: single ? 1 : 1 + Math.floor(this.#random() * 3) }, () =>
      this.#message(twisted)
    )
    const text = this.#space() + this.#write(single ? messages[0] : { list: messages }) + this.#space()
    const bytes = Buffer.from(text)
    return twisted && this.chance(0.15) ? this.#broken(bytes) : bytes
  }

  /**
   * @param {{ method: string | undefined, name: string | undefined } | undefined} subject of a body, its bytes as characters
   * @returns {{ method?: string, name?: string }} what headers say: often the same
   */
  headers(subject) {
    const text = (/** @type {string | undefined} */ bytes, /** @type {readonly string[]} */ others) =>
      bytes === undefined || this.chance(0.15) ? this.pick(others) : Buffer.from(bytes, 'latin1').toString()
    const method = text(subject?.method, METHODS)
    const named = subject?.name !== undefined || this.chance(0.2)
    return {
      ...(!/[^\x20-\x7e]/.test(method) && this.chance(0.8) && { method }),
      ...(named && { name: text(subject?.name, NAMES) })
    }
  }

  /** @param {boolean} twisted @returns {{ members: Members }} */
  #message(twisted) {
    const method = twisted && this.chance(0.05) ? this.pick(METHODS) + this.pick(TRICKY) : this.pick(METHODS)
    /** @type {Members} */
    const members = [
      ['jsonrpc', '2.0'],
      ['id', this.chance(0.8) ? { raw: this.pick(NUMBERS.slice(0, 3)) } : this.pick(NAMES)],
      ['method', method],
      ['params', this.#params(twisted)]
    ]
    const kind = this.pick(['answer', 'without params', ...Array(8).fill('call')])
    if (kind === 'answer') members.splice(2, 2, ['result', this.#value(2)])
    if (kind === 'without params') members.pop()
    if (this.chance(0.2)) members.push([this.pick(NAMES), this.#value(2)])
    if (twisted && this.chance(0.3)) {
      const value = this.chance(0.5) ? this.pick(METHODS) : this.#params(false)
      members.push(this.#decoy(['method', 'params', ...KNOWN], value))
    }
    return { members: this.#shuffled(members) }
  }

  /** @param {boolean} twisted */
  #params(twisted) {
    if (this.chance(0.03)) return this.#value(1)
    const name = () => (twisted && this.chance(0.15) ? this.pick(TRICKY) : this.pick(NAMES))
    /** @type {Members} */
    const members = [['name', name()]]
    if (this.chance(0.6)) members.push(['uri', name()])
    if (this.chance(0.6)) members.push(['taskId', name()])
    if (this.chance(0.4)) members.push(['arguments', this.#value(3)])
    if (this.chance(0.2)) members.push(['_meta', this.#value(2)])
    if (twisted && this.chance(0.4)) members.push(this.#decoy(PARAMETERS, this.pick(NAMES)))
    if (twisted && this.chance(0.05)) members.splice(0, 1, ['name', this.#value(1)])
    return { members: this.#shuffled(members) }
  }

  /** @param {readonly string[]} known @param {any} value @returns {Members[number]} a member that may pass for another */
  #decoy(known, value) {
    const name = this.pick(known)
    const at = Math.floor(this.#random() * (name.length + 1))
    const odd = this.pick([
      '\0',
      '\0x',
      '\u0001',
      '\u007f',
      '\ud800',
      '\udfff',
      ' ',
      '\t',
      '\u200b',
      '\ufeff',
      '\u0301'
    ])
    const inOtherCase = [
      ...[name.toUpperCase(), name[0].toUpperCase() + name.slice(1), name.replace(/s/g, 'ſ')],
      ...[name.replace(/k/g, '\u212a'), name.replace(/[a-z]/g, (char) => this.pick([char, char.toUpperCase()]))]
    ]
    const other = this.pick([
      ...[name, this.pick(inOtherCase), this.pick(inOtherCase), name.replace('i', this.pick(['ı', 'İ']))],
      ...[`${name}${odd}`, `${odd}${name}`, name.slice(0, at) + odd + name.slice(at)]
    ])
    return [other, this.chance(0.7) ? value : this.#value(1)]
  }

  /** @param {number} depth @returns {any} */
  #value(depth) {
    const kinds = ['text', 'number', 'word', ...(depth > 0 ? ['object', 'object', 'list', 'deep'] : [])]
    const kind = this.pick(kinds)
    if (kind === 'text') return this.pick(NAMES)
    if (kind === 'number') return { raw: this.pick(NUMBERS) }
    if (kind === 'word') return { raw: this.pick(['true', 'false', 'null']) }
    if (kind === 'deep') return { raw: this.chance(0.02) ? '['.repeat(2000) + ']'.repeat(2000) : '[[[{}]]]' }
    const length = Math.floor(this.#random() * 4)
    if (kind === 'list') return { list: Array.from({ length }, () => this.#value(depth - 1)) }
    // What decides elsewhere decides nothing in here.
    const names = [...NAMES, ...KNOWN, ...PARAMETERS, 'Name', 'METHOD']
    return { members: Array.from({ length }, () => [this.pick(names), this.#value(depth - 1)]) }
  }

  /** @template T @param {T[]} list @returns {T[]} */
  #shuffled(list) {
    return list
      .map((each) => ({ each, at: this.#random() }))
      .sort((a, b) => a.at - b.at)
      .map(({ each }) => each)
  }

  /** @param {any} value @returns {string} its JSON, with white space and escapes by chance */
  #write(value) {
    if (typeof value === 'string') return this.#string(value)
    if ('raw' in value) return value.raw
    const space = () => this.#space()
    if ('list' in value) {
      return `[${value.list.map((/** @type {any} */ each) => space() + this.#write(each) + space()).join(',')}${space()}]`
    }
    const members = value.members.map((/** @type {Members[number]} */ [name, each]) => {
      return space() + this.#string(name) + space() + ':' + space() + this.#write(each) + space()
    })
    return `{${members.join(',')}${space()}}`
  }

  /** @param {string} text @returns {string} */
  #string(text) {
    const escapes = this.chance(0.15)
    const units = Array.from(text, (char) => {
      const must = /[\p{Cc}\p{Cs}"\\]/u.test(char)
      if (!must && !(escapes && this.chance(0.3))) return char
      return char
        .split('')
        .map((unit) => `\\u${this.#hex(unit.charCodeAt(0))}`)
        .join('')
    })
    return `"${units.join('')}"`
  }

  /** @param {number} unit */
  #hex(unit) {
    const digits = unit.toString(16).padStart(4, '0')
    return this.chance(0.3) ? digits.toUpperCase() : digits
  }

  #space() {
    return this.chance(0.9) ? '' : this.pick([' ', '\n', '\t', '\r\n', '  '])
  }

  /** @param {Buffer<ArrayBuffer>} bytes @returns {Buffer<ArrayBuffer>} what is no JSON, or none to all */
  #broken(bytes) {
    const at = Math.floor(this.#random() * bytes.length)
    const insert = (/** @type {string} */ binary) =>
      Buffer.concat([bytes.subarray(0, at), Buffer.from(binary, 'latin1'), bytes.subarray(at)])
    const ways = [
      () => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes]),
      () => Buffer.concat([bytes, Buffer.from(this.pick(['{}', ' x', '\0', '\0{}', ',', ']', '\n1']))]),
      () => bytes.subarray(0, at),
      () => insert(this.pick(['\xff', '\xc0\x80', '\xed\xa0\x80', '\0', '\x01', '\n', '\xe2\x80', '/**/', ',', "'"])),
      () => Buffer.from(bytes.toString(), 'utf16le')
    ]
    return this.pick(ways)()
  }
}
