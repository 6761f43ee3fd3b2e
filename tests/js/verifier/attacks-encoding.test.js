// docs/attacks.md 10 to 12: forms that only look like a token.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { testApi } from '../support/core.js'
import { accepts, forbidFetch, invalidToken, refuses } from '../support/expect.js'
import { compact, encode, goodClaims, goodOptions, publicJwk, signature, token } from '../support/tokens.js'

const fetches = forbidFetch()
after(() => {
  assert.equal(fetches.count(), 0)
  fetches.restore()
})

const { createVerifier, compactVerify } = testApi()
const verifier = createVerifier(goodOptions())
const good = token()
const [header, claims, sign] = good.split('.')

/** A token whose segments are signed as they stand. */
function sealed(first, second) {
  return `${first}.${second}.${signature('good', 'RS256', `${first}.${second}`).toString('base64url')}`
}

/** The same bytes with the last character's unused bits set: only for segments that have such bits. */
function trailingBits(segment) {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  assert.notEqual(segment.length % 4, 0)
  return segment.slice(0, -1) + alphabet[alphabet.indexOf(segment.at(-1)) + 1]
}
const paddedClaims = encode(`${JSON.stringify(goodClaims())}  `.padEnd(301))
const paddedHeader = encode(JSON.stringify({ alg: 'RS256', kid: 'good' }).padEnd(40))

const badBase64 = {
  'padding behind the signature': [`${good}==`, 'signature_base64'],
  'padding behind the header': [sealed(`${header}=`, claims), 'header_base64'],
  'padding behind the claims': [sealed(header, `${claims}=`), 'claims_base64'],
  'the alphabet of plain base64 in the signature': [`${header}.${claims}.+/${sign.slice(2)}`, 'signature_base64'],
  'the alphabet of plain base64 in the claims': [sealed(header, `+/${claims.slice(2)}`), 'claims_base64'],
  'a space in front': [` ${good}`, 'header_base64'],
  'a space behind': [`${good} `, 'signature_base64'],
  'a newline behind the signature': [`${good}\n`, 'signature_base64'],
  'a carriage return behind the signature': [`${good}\r\n`, 'signature_base64'],
  'a line break in the claims': [sealed(header, `${claims.slice(0, 8)}\n${claims.slice(8)}`), 'claims_base64'],
  'a tab in the header': [sealed(`${header.slice(0, 4)}\t${header.slice(4)}`, claims), 'header_base64'],
  'a NUL behind': [`${good}\0`, 'signature_base64'],
  'a no-break space behind': [`${good}\u00a0`, 'signature_base64'],
  'a lone surrogate behind': [`${good}\ud800`, 'signature_base64'],
  'non-zero trailing bits in the signature': [`${header}.${claims}.${trailingBits(sign)}`, 'signature_base64'],
  'non-zero trailing bits in the header': [sealed(trailingBits(paddedHeader), claims), 'header_base64'],
  'non-zero trailing bits in the claims': [sealed(header, trailingBits(paddedClaims)), 'claims_base64'],
  'a segment length that no bytes have': [sealed(`${paddedHeader}AAA`, claims), 'header_base64']
}
for (const [name, [jwt, reason]] of Object.entries(badBase64)) {
  test(`RFC 7515 §2, ATTACKS 10: refuses ${name}`, () => refuses(verifier, jwt, invalidToken(reason)))
}

test('the segments that the trailing bits are set in are good without them', async () => {
  await accepts(verifier, sealed(paddedHeader, claims))
  await accepts(verifier, sealed(header, paddedClaims))
})

const wrongForm = {
  'one segment': header,
  'two segments': `${header}.${claims}`,
  'four segments': `${good}.${sign}`,
  'five segments (JWE)': `${good}.${sign}.${sign}`,
  'a dot in front': `.${good}`,
  'only dots': '....',
  'the JWS JSON serialization': JSON.stringify({
    payload: claims,
    signatures: [{ protected: header, signature: sign }]
  }),
  'the flattened JSON serialization': JSON.stringify({ payload: claims, protected: header, signature: sign }),
  'a scheme in front': `Bearer ${good}.`
}
for (const [name, jwt] of Object.entries(wrongForm)) {
  test(`RFC 7515 §7.1, ATTACKS 10: refuses ${name}`, () => {
    const message = 'JWT must contain header, claims, and signature'
    return refuses(verifier, jwt, { ...invalidToken('malformed_segments'), message })
  })
}

test('RFC 7515 §7.1, ATTACKS 10: refuses empty segments', async () => {
  await refuses(verifier, '..', invalidToken('header_json'))
  await refuses(verifier, `.${claims}.${sign}`, invalidToken('header_json'))
  await refuses(verifier, sealed(header, ''), invalidToken('claims_json'))
  await refuses(verifier, `${header}.${claims}.`, invalidToken('signature_mismatch'))
})

const goodText = JSON.stringify(goodClaims()).slice(1)
const headerText = '"alg":"RS256","kid":"good"}'
const duplicates = {
  'alg twice': [`{"alg":"none",${headerText}`, undefined, 'header_duplicate_member'],
  'alg twice, once escaped': [`{"\\u0061lg":"none",${headerText}`, undefined, 'header_duplicate_member'],
  'an unknown header member twice': [`{"x":1,"x":1,${headerText}`, undefined, 'header_duplicate_member'],
  'a nested header member twice': [`{"x":[{"y":1,"y":1}],${headerText}`, undefined, 'header_duplicate_member'],
  'sub twice': [undefined, `{"sub":"admin",${goodText}`, 'claims_duplicate_member'],
  'exp twice, once escaped': [undefined, `{"e\\u0078p":99999999999,${goodText}`, 'claims_duplicate_member'],
  'a nested claim twice': [undefined, `{"x":{"y":{"a":1,"b":2,"a":3}},${goodText}`, 'claims_duplicate_member'],
  'an empty name twice': [undefined, `{"":1,"":1,${goodText}`, 'claims_duplicate_member'],
  '__proto__ twice': [undefined, `{"__proto__":{},"__proto__":{},${goodText}`, 'claims_duplicate_member']
}
for (const [name, [first, second, reason]] of Object.entries(duplicates)) {
  test(`RFC 7515 §4, RFC 7519 §4, ATTACKS 11: refuses ${name}`, () =>
    refuses(verifier, compact(first ?? `{${headerText}`, second ?? `{${goodText}`), invalidToken(reason)))
}

const utf8 = (text) => Buffer.from(text)
const withBytes = (...values) => Buffer.concat([utf8('{"x":"'), Buffer.from(values), utf8(`",${goodText}`)])
const depth = (levels) => `{"x":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)},${goodText}`
const badJson = {
  'an array': JSON.stringify([goodClaims()]),
  'a string': '"claims"',
  'a number': '1',
  null: 'null',
  'two objects': `{${goodText}{}`,
  'a byte behind the object': `{${goodText}x`,
  'a NUL behind the object': `{${goodText}\0`,
  'a trailing comma': `{${goodText.slice(0, -1)},}`,
  'single quotes': `{'x':1,${goodText}`,
  'a comment': `{/* */${goodText}`,
  'NaN as a value': `{"x":NaN,${goodText}`,
  Infinity: `{"x":Infinity,${goodText}`,
  'a leading zero': `{"x":01,${goodText}`,
  'a hexadecimal number': `{"x":0x10,${goodText}`,
  'a BOM': `\ufeff{${goodText}`,
  'UTF-16': Buffer.from(`{${goodText}`, 'utf16le'),
  'UTF-16 with a BOM': Buffer.from(`\ufeff{${goodText}`, 'utf16le'),
  'an invalid byte': withBytes(0xff),
  'a lone continuation byte': withBytes(0x80),
  'a cut sequence': withBytes(0xe2, 0x82),
  'an overlong slash': withBytes(0xc0, 0xaf),
  'an overlong NUL': withBytes(0xe0, 0x80, 0x80),
  'a surrogate in UTF-8': withBytes(0xed, 0xa0, 0x80),
  'a code point beyond Unicode': withBytes(0xf4, 0x90, 0x80, 0x80),
  'a bare control character': withBytes(0x0a),
  'a bare NUL': withBytes(0),
  'an escaped lone high surrogate': `{"x":"\\ud800",${goodText}`,
  'an escaped lone low surrogate': `{"x":"\\udc00",${goodText}`,
  'escaped surrogates in the wrong order': `{"x":"\\udc00\\ud800",${goodText}`,
  'a lone surrogate in a name': `{"\\ud800":1,${goodText}`,
  'depth 33': depth(33),
  'depth 5,000': depth(5000),
  '1e400': `{"x":1e400,${goodText}`,
  '-1e400': `{"x":-1e400,${goodText}`,
  'a number of 10,000 digits': `{"x":${'9'.repeat(10_000)},${goodText}`
}
for (const [name, text] of Object.entries(badJson)) {
  test(`RFC 8259, ATTACKS 11: refuses claims that are or hold ${name}`, () => {
    const large = createVerifier(goodOptions({ maxTokenBytes: 65_536 }))
    return refuses(large, compact(`{${headerText}`, text), invalidToken('claims_json'))
  })
}

const badHeaders = {
  'an array': JSON.stringify([{ alg: 'RS256' }]),
  'a string': '"RS256"',
  null: 'null',
  'a BOM': `\ufeff{${headerText}`,
  'an invalid byte': Buffer.concat([utf8('{"x":"'), Buffer.from([0xff]), utf8(`",${headerText}`)]),
  'a byte behind the object': `{${headerText}x`,
  'a lone surrogate': `{"x":"\\ud800",${headerText}`,
  'depth 33': `{"x":${'['.repeat(32)}${']'.repeat(32)},${headerText}`,
  'depth 5,000': `{"x":${'{"x":'.repeat(4999)}1${'}'.repeat(4999)},${headerText}`,
  '1e400': `{"x":1e400,${headerText}`
}
for (const [name, text] of Object.entries(badHeaders)) {
  test(`RFC 7515 §4, ATTACKS 11: refuses a header that is or holds ${name}`, () => {
    const large = createVerifier(goodOptions({ maxTokenBytes: 65_536 }))
    return refuses(large, compact(text, `{${goodText}`), invalidToken('header_json'))
  })
}

const finite = [
  ...['-0', '1e-300', '1E+2', '9223372036854775807', '9223372036854775808', '-9223372036854775809', '1e308'],
  ...['18446744073709551616', '1'.repeat(300), `-${'9'.repeat(308)}`, '1e-400', '-1e-99999999999999999999'],
  ...['0e400', '0.0e99999999999999999999', `0.${'1'.repeat(10_000)}`, `1.${'9'.repeat(10_000)}`],
  ...[`${'1'.repeat(10_000)}e-9999`, `0.${'0'.repeat(10_000)}1e10001`, `0.${'0'.repeat(10_000)}`],
  ...['1.7976931348623157e308', '1.7976931348623158e308', '-1.79769313486231580793e+308', '4.9e-324', '2e-324']
]
const infinite = [
  ...['1e400', '-1e400', '1e309', '1.7976931348623159e308', '1.797693134862315808e308', '-1.8e308'],
  ...['1'.repeat(310), '9'.repeat(400), `1${'0'.repeat(9999)}.5e-9000`, '1e99999999999999999999', `1${'0'.repeat(309)}`]
]
const large = createVerifier(goodOptions({ maxTokenBytes: 65_536 }))

test('RFC 8259 §6, ATTACKS 11: a number that a double can hold, however it is written, refuses no token', async () => {
  for (const number of finite) {
    assert.ok(Number.isFinite(JSON.parse(number)), number.slice(0, 40))
    const { claims } = await accepts(large, compact(`{"x":${number},${headerText}`, `{"x":[${number}],${goodText}`))
    assert.deepEqual(claims.x, [JSON.parse(number)])
  }
})

test('RFC 8259 §6, ATTACKS 11: a number that no double can hold refuses the token, and the message and explain say so', async () => {
  for (const number of infinite) {
    assert.ok(!Number.isFinite(JSON.parse(number)), number.slice(0, 40))
    const inClaims = compact(`{${headerText}`, `{"x":${number},${goodText}`)
    const message = 'JWT claims contain a number that no double can hold'
    await refuses(large, inClaims, { ...invalidToken('claims_json'), message })
    const { checks } = await large.explain(inClaims)
    assert.equal(checks.find(({ check }) => check === 'claims_json')?.message, message)
    await refuses(large, compact(`{"x":${number},${headerText}`, `{${goodText}`), {
      ...invalidToken('header_json'),
      message: 'JWT header contains a number that no double can hold'
    })
  }
})

test('BEHAVIOUR Token, ATTACKS 11: refuses a token of 4 MiB, and one byte more than the limit, by size alone', async () => {
  await refuses(verifier, 'a'.repeat(4 * 1024 * 1024), invalidToken('token_too_large'))
  await refuses(verifier, token({ claims: { x: 'x'.repeat(4 * 1024 * 1024) } }), invalidToken('token_too_large'))
  await refuses(verifier, '\u20ac'.repeat(16_384), invalidToken('token_too_large'))
  const exact = createVerifier(goodOptions({ maxTokenBytes: good.length }))
  await accepts(exact, good)
  await refuses(exact, `${good}A`, invalidToken('token_too_large'))
  await refuses(createVerifier(goodOptions({ maxTokenBytes: good.length - 1 })), good, invalidToken('token_too_large'))
})

const crits = {
  'an unknown extension': { crit: ['exp'], exp: 1 },
  'an empty list': { crit: [] },
  'no list': { crit: 'exp' },
  null: { crit: null },
  'an extension twice': { crit: ['x', 'x'], x: 1 },
  'a registered header': { crit: ['alg'] },
  'an absent extension': { crit: ['urn:example:absent'] },
  'b64, though it is true': { crit: ['b64'], b64: true },
  'an object': { crit: { b64: true } }
}
for (const [name, members] of Object.entries(crits)) {
  test(`RFC 7515 §4.1.11, ATTACKS 12: refuses crit with ${name}`, async () => {
    await refuses(verifier, token({ header: members }), invalidToken('crit_unsupported'))
    await assert.rejects(compactVerify(token({ header: members }), { jwks: { keys: [publicJwk()] } }), {
      reason: 'crit_unsupported'
    })
  })
}

test('RFC 7797 §7, ATTACKS 12: refuses b64 that is not true, with crit and without', async () => {
  for (const b64 of [false, 'true', 1, null]) {
    await refuses(verifier, token({ header: { b64 } }), invalidToken('b64_unsupported'))
  }
  await refuses(verifier, token({ header: { b64: false, crit: ['b64'] } }), invalidToken('crit_unsupported'))
})
