// What every runtime must do alike. It knows no runtime: each runner hands it the installed package,
// as that runtime imports it, and the key server's URL. Each test is one column of the table; fixture.js has the tokens.

import { discovery, outage, remote, rotation, rotationToCurve } from './suite-remote.js'
import { assert, decideAll, outcomeNow, outcomeOf, refused, same } from './suite-tools.js'

/**
 * @typedef {object} Row
 * @property {string} test
 * @property {boolean | null} ok null: this runtime has nothing to test here, and detail says why
 * @property {string} detail
 */

/**
 * @typedef {object} Environment
 * @property {any} api assay-jwt
 * @property {any} slim assay-jwt/slim
 * @property {any} inline assay-jwt/inline
 * @property {any} inlineEc assay-jwt/inline-ec
 * @property {any} code the core for createAssay, as this runtime has it: a module, or bytes
 * @property {any} curvesCode the same of assay-ec.wasm
 * @property {() => number} calls how often WebAssembly and fetch were used so far
 * @property {number} callsAtImport how often they were when the package had been imported
 * @property {number} [instancesAtImport] how often they must have been (default: never): on Workers the core's instance is
 *   made at global scope, whose time is no request's
 * @property {(() => any) | string} require what require('assay-jwt') gives; or why there is no require
 * @property {true | string} noEval whether the runtime must refuse to make code from strings; or why it cannot
 * @property {string} base the key server's URL
 * @property {string} id of this run on the key server
 * @property {any} fixture
 * @property {number} [patience] seconds that a rotation may take (default: 30, for machines that are busy)
 */

/** @typedef {Environment & { verifier: (name?: string, options?: object) => any, doubts: string[] }} Context doubts: of options jwks */

/** @type {{ [test: string]: (context: Context) => unknown }} what a test returns is shown; it throws where it fails */
const tests = {
  import: importCostsNothing,
  accept: ({ fixture, ...context }) => decideAll(fixture.accept, context, fixture),
  form: ({ fixture, ...context }) => decideAll(fixture.refuse.form, context, fixture),
  header: ({ fixture, ...context }) => decideAll(fixture.refuse.header, context, fixture),
  key: keysThatMustNotVerify,
  signature: ({ fixture, ...context }) => decideAll(fixture.refuse.signature, context, fixture),
  claims: ({ fixture, ...context }) => decideAll(fixture.refuse.claims, context, fixture),
  curves: ({ fixture, ...context }) => decideAll(fixture.refuse.curves, context, fixture),
  misuse,
  explain,
  compact,
  hash: tokenIdHash,
  remote,
  discovery,
  rotation,
  'to a curve': rotationToCurve,
  outage,
  disposal,
  '10,000': tenThousand,
  slim,
  inline,
  'inline-ec': inlineEc,
  require: required,
  'no eval': noEval
}

export const testNames = Object.keys(tests)

/**
 * @param {Environment} environment
 * @returns {Promise<Row[]>}
 */
export async function runSuite(environment) {
  const { api, fixture } = environment
  const made = new Map()
  /** @type {string[]} */
  const doubts = []
  /** Without it, doubts would be written on the console, where a runner takes them for a complaint. @param {any} event */
  const onEvent = ({ type, message }) => type === 'jwks_doubtful' && doubts.push(message)
  const verifier = (name = 'main', options = {}) => {
    const key = name + JSON.stringify(options)
    if (!made.has(key)) made.set(key, api.createVerifier({ onEvent, ...fixture.verifiers[name], ...options }))
    return made.get(key)
  }
  const rows = []
  for (const [test, run] of Object.entries(tests))
    rows.push(await runTest(test, run, { ...environment, verifier, doubts }))
  return rows
}

/**
 * @param {string} test
 * @param {(context: Context) => unknown} run
 * @param {Context} context
 * @returns {Promise<Row>}
 */
async function runTest(test, run, context) {
  try {
    const detail = await run(context)
    if (detail instanceof NothingToTest) return { test, ok: null, detail: detail.why }
    return { test, ok: true, detail: String(detail ?? '') }
  } catch (error) {
    return { test, ok: false, detail: String(/** @type {Error} */ (error)?.message ?? error).slice(0, 500) }
  }
}

class NothingToTest {
  constructor(/** @type {string} */ why) {
    this.why = why
  }
}

/**
 * Two of the sets have a secret, which is said.
 * @param {Context} context
 */
async function keysThatMustNotVerify({ fixture, ...context }) {
  const detail = await decideAll(fixture.refuse.key, context, fixture)
  const secrets = context.doubts.filter((doubt) => doubt.includes('keys[0] is a secret'))
  if (secrets.length !== 2) throw new Error(`doubts about keys: ${context.doubts.join('; ') || 'none'}`)
  return detail
}

/**
 * Nothing is compiled, instantiated or fetched by an import (but on Workers) or by createVerifier; then it is, and the
 * counter works. What elliptic curves need is loaded only where the policy allows one.
 * @param {Context} context
 */
async function importCostsNothing({ api, fixture, calls, callsAtImport, instancesAtImport = 0 }) {
  same(callsAtImport, instancesAtImport, 'calls at import')
  const before = calls()
  const verifier = api.createVerifier(fixture.verifiers.main)
  api.createVerifier({ ...fixture.verifiers.main, jwks: undefined, jwksUri: 'https://auth.example.com/jwks' })
  same(calls(), before, 'calls after createVerifier')
  await verifier.verify(fixture.accept[0].token, { now: fixture.now })
  assert(calls() > before || instancesAtImport > 0, 'the first verification used no WebAssembly that this test can see')
  const rsaAlone = api.createVerifier({ ...fixture.verifiers.curves, algorithms: ['RS256'] })
  const loaded = calls()
  await rsaAlone.verify(fixture.accept[0].token, { now: fixture.now })
  same(calls(), loaded, 'calls for RS256 alone, beside keys of elliptic curves')
  const curves = api.createVerifier(fixture.verifiers.curves)
  await curves.verify(fixture.curves.ES256, { now: fixture.now })
  assert(calls() > loaded, 'the first verification by an elliptic curve used no WebAssembly that this test can see')
}

/** CONFIG_INVALID names the option; a misuse of a call is one, too. @param {Context} context */
async function misuse({ api, fixture, verifier }) {
  const options = fixture.verifiers.main
  const wrong = {
    option_missing: { ...options, issuer: undefined },
    option_unknown: { ...options, audiences: 'a' },
    option_invalid: { ...options, clockTolerance: 301 }
  }
  for (const [reason, each] of Object.entries(wrong)) {
    refused(api, await outcomeOf(() => api.createVerifier(each)), { code: 'CONFIG_INVALID', reason }, reason)
  }
  const { token } = fixture.accept[0]
  const outcome = await outcomeOf(() => verifier().verifySync(token, { now: '1' }))
  refused(api, outcome, { code: 'CONFIG_INVALID', reason: 'option_invalid' }, 'now as text')
}

/** explain never throws for a token, and comes to the verdict of verify. @param {Context} context */
async function explain({ fixture, verifier }) {
  const { now, accept, refuse } = fixture
  const cases = [...accept, ...Object.values(refuse).flat()]
  for (const { name, verifier: of, token, options, code = 'AUTH_TOKEN_INVALID', reason } of cases) {
    const report = await verifier(of).explain(token, { now, ...options })
    same(report.valid, reason === undefined, `${name}: valid`)
    if (reason !== undefined) same([report.error.code, report.error.reason], [code, reason], name)
    same(
      report.checks.some((/** @type {any} */ { status }) => status === 'fail'),
      reason !== undefined,
      `${name}: checks`
    )
  }
  return `${cases.length} tokens`
}

/** A JWS whose payload is not a JWT. @param {Context} context */
async function compact({ api, fixture }) {
  const options = { jwks: { keys: [fixture.keys.good] } }
  const { payload, protectedHeader } = await api.compactVerify(fixture.jws, options)
  same(new TextDecoder().decode(payload), 'any bytes: \u00e4', 'payload')
  same(protectedHeader.alg, 'RS256', 'header')
  const other = { jwks: { keys: [{ ...fixture.keys.other, kid: 'good' }] } }
  const outcome = await outcomeOf(() => api.compactVerify(fixture.jws, other))
  refused(api, outcome, { code: 'AUTH_TOKEN_INVALID', reason: 'signature_mismatch' }, "another's key")
  for (const [alg, jws] of Object.entries(fixture.curveJws)) {
    const keys = { jwks: { keys: [fixture.keys[alg]] }, algorithms: [alg] }
    same((await api.compactVerify(jws, keys)).protectedHeader.alg, alg, alg)
    const changed = await outcomeOf(() => api.compactVerify(jws.replace('.', '.AAAA'), keys))
    refused(api, changed, { code: 'AUTH_TOKEN_INVALID', reason: 'signature_mismatch' }, `${alg}: another payload`)
  }
}

/** docs/behaviour.md's vector, from a secret as text and as bytes. @param {Context} context */
async function tokenIdHash({ api, fixture }) {
  const { secret, token, hash } = fixture.tokenIdHash
  for (const tokenIdSecret of [secret, new TextEncoder().encode(secret)]) {
    const verifier = api.createVerifier({ ...fixture.verifiers.main, tokenIdSecret })
    same((await verifier.verify(token, { now: fixture.now })).tokenIdHash, hash, 'tokenIdHash')
  }
}

/** A disposed verifier refuses to be used, and takes no other one with it. @param {Context} context */
async function disposal({ api, fixture, verifier }) {
  const [{ token }] = fixture.accept
  const now = { now: fixture.now }
  const survivor = verifier()
  for (let times = 0; times < 100; times++) {
    const each = api.createVerifier(fixture.verifiers.main)
    await each.verify(token, now)
    each.dispose()
    each.dispose()
    const disposed = { code: 'CONFIG_INVALID', reason: 'verifier_disposed' }
    for (const call of ['verify', 'verifySync', 'explain']) {
      refused(api, await outcomeOf(() => each[call](token, now)), disposed, call)
    }
  }
  same((await survivor.verify(token, now)).subject, 'user-1', 'another verifier')
}

/** Signatures, not the token cache: good and bad in turns, each verdict counted. @param {Context} context */
async function tenThousand({ fixture, verifier }) {
  const subject = verifier('main', { tokenCache: false })
  await subject.ready()
  const verdicts = { accepted: 0, signature_mismatch: 0 }
  for (let index = 0; index < 10_000; index++) {
    const { token, good } = fixture.many[index % fixture.many.length]
    const { token: accepted, error } = outcomeNow(() => subject.verifySync(token, { now: fixture.now }))
    same(accepted?.subject, good ? `user-${index % fixture.many.length}` : undefined, `verification ${index}`)
    verdicts[/** @type {keyof verdicts} */ (error?.reason ?? 'accepted')]++
  }
  same(verdicts, { accepted: 5000, signature_mismatch: 5000 }, 'verdicts')
}

/** The caller hands over the core; anything else is refused at once. @param {Context} context */
async function slim({ slim: { AssayError, createAssay }, code, curvesCode, fixture }) {
  await decideShortly({ ...createAssay(code), AssayError }, fixture)
  await decideCurvesShortly({ ...createAssay(code, curvesCode), AssayError }, fixture)
  const outcome = await outcomeOf(() => createAssay({}))
  refused({ AssayError }, outcome, { code: 'CONFIG_INVALID', reason: 'option_invalid' }, 'an empty object')
}

/** The core comes with the JavaScript. @param {Context} context */
function inline({ inline: api, fixture }) {
  return decideShortly(api, fixture)
}

/** Both modules come with the JavaScript. @param {Context} context */
async function inlineEc({ inlineEc: api, fixture }) {
  await decideShortly(api, fixture)
  await decideCurvesShortly(api, fixture)
}

/** CommonJS: require() gives the very module that import gives. @param {Context} context */
function required({ api, require }) {
  if (typeof require === 'string') return new NothingToTest(require)
  return same(require().createVerifier === api.createVerifier, true, 'require gives what import gives')
}

/** The whole suite ran where no code can be made from strings. @param {Context} context */
function noEval({ noEval: must }) {
  if (typeof must === 'string') return new NothingToTest(must)
  try {
    new Function('return 1')()
  } catch {
    return undefined
  }
  throw new Error('code can be made from a string: the policy was not in force')
}

/** @param {any} api @param {any} fixture */
async function decideShortly(api, { verifiers, now, accept, refuse }) {
  const verifier = api.createVerifier(verifiers.main)
  await verifier.ready()
  same(verifier.verifySync(accept[0].token, { now }).subject, 'user-1', 'subject')
  const { token, reason } = refuse.signature[0]
  const outcome = await outcomeOf(() => verifier.verify(token, { now }))
  refused(api, outcome, { code: 'AUTH_TOKEN_INVALID', reason }, 'a wrong signature')
}

/** @param {any} api @param {any} fixture */
async function decideCurvesShortly(api, { verifiers, now, curves, refuse }) {
  const verifier = api.createVerifier(verifiers.curves)
  await verifier.ready()
  for (const [alg, token] of Object.entries(curves)) {
    same(verifier.verifySync(token, { now }).subject, 'user-1', `${alg}: subject`)
  }
  const { token, reason } = refuse.curves[0]
  const outcome = await outcomeOf(() => verifier.verify(token, { now }))
  refused(api, outcome, { code: 'AUTH_TOKEN_INVALID', reason }, 'a wrong signature by a curve')
}
