// What guardMcp lets through says the same to the parsers of others. See README.md.
import assert from 'node:assert/strict'
import { randomInt } from 'node:crypto'
import { before, describe, test } from 'node:test'
import { guardMcp } from '../../../js/mcp/index.js'
import { namedBy } from '../../../js/mcp/message-subjects.js'
import { Bodies } from './bodies.js'
import { askParser, buildParsers, views } from './parsers.js'

/** @typedef {import('./parsers.js').Program} Program */
/** @typedef {import('./parsers.js').Seen} Seen */
/** @typedef {{ method: string | undefined, name: string | undefined }} Subject */

const seed = Number(process.env.ASSAY_FUZZ_SEED ?? randomInt(2 ** 31))
const count = Number(process.env.ASSAY_FUZZ_BODIES ?? 20_000)
/** At least this share of all bodies passes. */
const MIN_PASSED = 0.4
/** At least this share would be seen otherwise, without the guard. The views that are left out do as JSON.parse does. */
const minConfused = {
  ...{ 'Go: struct': 0.005, 'Go: map': 0.001, 'cJSON: GetObjectItem': 0.01, 'cJSON: CaseSensitive': 0.01 },
  ...{ 'jansson: NUL, no end': 0.001, 'Python: first of two': 0.01 }
}

/** Nothing is refused for its name: what passes is what is clear. */
const scopes = {
  '*': [],
  ...Object.fromEntries(['tools/call', 'prompts/get', 'tasks/get'].map((name) => [name, { '*': [] }]))
}
const verifier = { verify: async () => ({ scopes: [], claims: {} }) }

/** @type {Uint8Array[]} */
const bodies = []
/** @type {(Subject[] | undefined)[]} of each body that passed, what the handler read */
const passed = []
/** @type {({ method?: string, name?: string } | undefined)[]} what the headers of each say, where there are any */
const announced = []
/** @type {{ [program in Program]: (Seen[] | undefined)[][] }} */
let seen

/** @param {string} text @returns {string} its bytes as parsers give them, a lone surrogate as UTF-8 would have it */
const bytesOf = (text) =>
  Array.from(text, (char) => {
    const unit = char.charCodeAt(0)
    const lone = [0xe0 | (unit >> 12), 0x80 | ((unit >> 6) & 63), 0x80 | (unit & 63)]
    return Buffer.from(/\p{Cs}/u.test(char) ? Uint8Array.from(lone) : char).toString('latin1')
  }).join('')

/** @param {any} value @returns {Subject[]} what a server reads that asks for the members by their names */
function subjects(value) {
  return [value].flat().map((message) => {
    const { method } = message ?? {}
    const member = typeof method === 'string' ? namedBy(method) : undefined
    const name = member && message.params?.[member]
    return {
      method: typeof method === 'string' ? bytesOf(method) : undefined,
      name: typeof name === 'string' ? bytesOf(name) : undefined
    }
  })
}

/** @param {Seen[]} messages @returns {Subject[]} */
function subjectsSeen(messages) {
  return messages.map(({ method, ...names }) => {
    const member = method === undefined ? undefined : namedBy(method)
    return { method, name: member && names[member] }
  })
}

/** @param {string} name @returns {string} as a client sends it: Streamable HTTP, Value Encoding */
const headerValue = (name) =>
  /^[!-~]([ -~]*[!-~])?$/.test(name) && !/^=\?base64\?.*\?=$/.test(name)
    ? name
    : `=?base64?${Buffer.from(name).toString('base64')}?=`

const same = (/** @type {unknown} */ a, /** @type {unknown} */ b) => JSON.stringify(a) === JSON.stringify(b)

before(async () => {
  const made = new Bodies(seed)
  const protect = guardMcp(/** @type {any} */ (verifier), { scopes })(async (request) =>
    Response.json(subjects(JSON.parse(await request.text())))
  )
  for (let index = 0; index < count; index += 1) {
    const body = made.next()
    const said = made.chance(0.2) ? made.headers(parsed(body)?.[0]) : undefined
    const headers = new Headers({ authorization: 'Bearer token', 'content-type': 'application/json' })
    if (said?.method !== undefined) headers.set('mcp-method', said.method)
    if (said?.name !== undefined) headers.set('mcp-name', headerValue(said.name))
    const answer = await protect(new Request('https://a.example', { method: 'POST', headers, body }))
    assert.ok([200, 400, 403].includes(answer.status), `${answer.status}: ${Buffer.from(body)}`)
    bodies.push(body)
    announced.push(said)
    passed.push(answer.status === 200 ? /** @type {any} */ (await answer.json()) : undefined)
  }
  const commands = await buildParsers()
  const programs = /** @type {Program[]} */ (Object.keys(views))
  const results = await Promise.all(programs.map((program) => askParser(commands[program], bodies)))
  seen = /** @type {any} */ (Object.fromEntries(programs.map((program, index) => [program, results[index]])))
})

describe(`guardMcp and the parsers of others: ${count} bodies, ASSAY_FUZZ_SEED=${seed}`, () => {
  test('enough bodies pass, and enough are refused, for this to mean something', (context) => {
    const through = passed.filter((each) => each !== undefined).length
    context.diagnostic(`${through} passed, ${count - through} refused`)
    assert.ok(through >= count * MIN_PASSED && through <= count * 0.9, String(through))
    const named = passed.filter((each) => each?.some(({ name }) => name !== undefined)).length
    assert.ok(named >= count * MIN_PASSED * 0.3, `${named} with a name`)
  })

  test('headers that pass say what the body says, as each parser sees it', (context) => {
    const counts = { agreed: 0, refused: 0 }
    for (const [index, said] of announced.entries()) {
      if (said === undefined) continue
      const [subject] = passed[index] ?? []
      if (subject === undefined) {
        counts.refused += 1
        continue
      }
      for (const part of /** @type {const} */ (['method', 'name'])) {
        if (said[part] !== undefined) assert.equal(bytesOf(said[part]), subject[part], `body ${index}`)
      }
      counts.agreed += 1
    }
    context.diagnostic(`${counts.agreed} agreed, ${counts.refused} were refused`)
    assert.ok(Math.min(counts.agreed, counts.refused) > count * 0.02, JSON.stringify(counts))
  })

  for (const [program, names] of Object.entries(views)) {
    for (const [column, name] of names.entries()) {
      test(`${name}: sees method and name of whatever passes as the handler does`, (context) => {
        let agreed = 0
        for (const [index, expected] of passed.entries()) {
          const found = seen[/** @type {Program} */ (program)][index][column]
          if (expected === undefined || found === undefined) continue
          const text = Buffer.from(bodies[index]).toString()
          const what = () => `ASSAY_FUZZ_SEED=${seed}, body ${index}: ${text}`
          if (!same(subjectsSeen(found), expected)) assert.deepEqual(subjectsSeen(found), expected, what())
          agreed += 1
        }
        context.diagnostic(`${agreed} bodies seen alike`)
        assert.ok(agreed >= count * MIN_PASSED * 0.8, String(agreed))
      })
    }
  }

  for (const [name, least] of Object.entries(minConfused)) {
    test(`${name}: without the guard it sees something else than JSON.parse`, (context) => {
      const program = /** @type {Program} */ (Object.keys(views).find((each) => viewsOf(each).includes(name)))
      let confused = 0
      for (const [index, body] of bodies.entries()) {
        const found = seen[program][index][viewsOf(program).indexOf(name)]
        const expected = parsed(body)
        if (found !== undefined && expected !== undefined && !same(subjectsSeen(found), expected)) confused += 1
      }
      context.diagnostic(`${confused} bodies seen otherwise`)
      assert.ok(confused >= count * least, String(confused))
    })
  }
})

const viewsOf = (/** @type {string} */ program) => views[/** @type {Program} */ (program)]

/** @param {Uint8Array} body @returns {Subject[] | undefined} */
function parsed(body) {
  try {
    return subjects(JSON.parse(Buffer.from(body).toString()))
  } catch {
    return undefined
  }
}
