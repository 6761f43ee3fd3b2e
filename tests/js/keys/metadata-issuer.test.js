// Whose metadata it is: another address than the issuer's, several spellings, templates.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { metadataError, readMetadata } from '../../../js/keys/discovery.js'
import { testApi } from '../support/core.js'
import { assertError, caught, keysUnavailable, rejection } from '../support/expect.js'
import { audience, now, publicJwk, token } from '../support/tokens.js'

const sso = 'https://sso.acme.example/realms/acme'
const inCluster = 'http://keycloak:8080/realms/acme'
const openid = '/.well-known/openid-configuration'
const entra = 'https://login.microsoftonline.com/{tid}/v2.0'

/** A verifier whose issuer is asked inside the cluster. */
function keycloak(documents, options = {}) {
  const asked = []
  const fetch = async (url) => {
    asked.push(url)
    return url in documents ? new Response(JSON.stringify(documents[url])) : new Response('', { status: 404 })
  }
  const verifier = testApi({ now: () => now }).createVerifier({
    ...{ issuer: sso, audience, metadataUrl: inCluster + openid, allowInsecureHosts: ['keycloak:8080'], fetch },
    ...options
  })
  return { asked, verifier }
}

const certs = `${inCluster}/certs`
const set = { keys: [publicJwk()] }
const described = (metadata) => ({ [inCluster + openid]: metadata, [certs]: set })

test('the metadata and the JWK Set of an issuer in the cluster are fetched by http, and status() says it', async () => {
  const { asked, verifier } = keycloak(described({ issuer: sso, jwks_uri: certs }))
  assert.equal((await verifier.verify(token({ claims: { iss: sso } }))).issuer, sso)
  assert.deepEqual(asked, [inCluster + openid, certs])
  assert.deepEqual(verifier.status().insecureHosts, ['keycloak:8080'])
})

test('status() names no hosts where none are allowed, and those of each of several issuers', async () => {
  const { verifier } = keycloak({}, { metadataUrl: 'https://a.example/', allowInsecureHosts: undefined })
  assert.equal('insecureHosts' in verifier.status(), false)
  const issuers = [{ issuer: sso, metadataUrl: inCluster + openid }]
  const several = keycloak(described({ issuer: sso, jwks_uri: certs }), {
    issuer: undefined,
    metadataUrl: undefined,
    issuers
  })
  assert.deepEqual(several.verifier.status().insecureHosts, ['keycloak:8080'], 'before the first token')
  await several.verifier.ready()
  const asking = keycloak({}, { issuer: undefined, metadataUrl: undefined, issuers: () => undefined })
  assert.deepEqual(asking.verifier.status().insecureHosts, ['keycloak:8080'])
  assert.deepEqual(several.verifier.status().issuers[0].insecureHosts, ['keycloak:8080'])
})

test('RFC 8414 §3.3: the metadata must name the configured issuer, not the address that was asked', async () => {
  for (const issuer of [inCluster, `${sso}/`, 'http://sso.acme.example/realms/acme']) {
    const { asked, verifier } = keycloak(described({ issuer, jwks_uri: certs }))
    assertError(await rejection(verifier.ready()), keysUnavailable('discovery_issuer_mismatch'))
    assert.deepEqual(asked, [inCluster + openid])
  }
})

test('a jwks_uri by http on another host or port is refused', async () => {
  for (const jwks_uri of ['http://keycloak:8081/certs', 'http://keycloak/certs', 'http://evil.example/certs']) {
    const { asked, verifier } = keycloak(described({ issuer: sso, jwks_uri }))
    assertError(await rejection(verifier.ready()), keysUnavailable('discovery_failed'))
    assert.deepEqual(asked, [inCluster + openid])
  }
})

test('an issuer in the cluster is discovered by http', async () => {
  const issuer = inCluster
  const { verifier } = keycloak(described({ issuer, jwks_uri: certs }), { issuer, metadataUrl: undefined })
  await verifier.verify(token({ claims: { iss: issuer } }))
})

const read = (issuer, ...spellings) =>
  readMetadata(JSON.stringify({ issuer, jwks_uri: 'https://a.example/jwks' }), spellings, {
    allowInsecureLoopback: false
  })

test('the metadata names one of the spellings, byte for byte', () => {
  const spellings = ['accounts.google.com', 'https://accounts.google.com']
  for (const issuer of spellings) assert.equal(read(issuer, ...spellings), 'https://a.example/jwks')
  for (const issuer of ['https://accounts.google.com/', 'ACCOUNTS.google.com', 'http://accounts.google.com']) {
    assert.equal(caught(() => read(issuer, ...spellings)).kind, 'issuer')
  }
})

test('the metadata may name the template itself, with other names of the claims', () => {
  read(entra, entra)
  read('https://login.microsoftonline.com/{tenantid}/v2.0', entra)
  read('https://login.microsoftonline.com/{tenantid}/v2.0', sso, entra)
  const others = [
    ...[
      'https://login.microsoftonline.com/9188040d/v2.0',
      'https://login.microsoftonline.com/{tid}/v1.0',
      'https://evil.example/{tid}/v2.0'
    ],
    ...[
      'https://login.microsoftonline.com/{tid}/{x}',
      'https://login.microsoftonline.com/v2.0/{tid}',
      'https://login.microsoftonline.com//v2.0'
    ],
    ...['https://login.microsoftonline.com/{}/v2.0', 'https://login.microsoftonline.com/{a}{b}/v2.0', '{tid}']
  ]
  for (const issuer of others) assert.equal(caught(() => read(issuer, entra)).kind, 'issuer', issuer)
})

test('a template in the metadata is no issuer of one tenant', () => {
  assert.equal(caught(() => read(entra, 'https://login.microsoftonline.com/9188040d/v2.0')).kind, 'issuer')
  assert.equal(caught(() => read(entra, 'https://login.microsoftonline.com/{/v2.0')).kind, 'issuer')
})

test("Entra ID's /common names the template to write", () => {
  for (const tenant of ['common', 'organizations', 'consumers']) {
    const error = caught(() =>
      read('https://login.microsoftonline.com/{tenantid}/v2.0', `https://login.microsoftonline.com/${tenant}/v2.0`)
    )
    const { reason, hint, message } = metadataError([{ url: 'https://a.example/m', error }])
    assert.equal(reason, 'discovery_issuer_mismatch')
    assert.match(hint, /issuer: "https:\/\/login\.microsoftonline\.com\/\{tid\}\/v2\.0".*metadataUrl/)
    assert.match(message, /\{tenantid\}/)
  }
})

const hintFor = (issuer, spelling, metadataUrl) => {
  const text = JSON.stringify({ issuer, jwks_uri: 'https://a.example/jwks' })
  const error = caught(() => readMetadata(text, [spelling], { allowInsecureLoopback: false, metadataUrl }))
  return metadataError([{ url: 'https://a.example/m', error }]).hint
}

test('metadata that names the issuer with or without a slash: the hint says which to write', () => {
  for (const [named, spelling] of [
    ['https://auth.example.com/', 'https://auth.example.com'],
    ['https://auth.example.com', 'https://auth.example.com/']
  ]) {
    for (const metadataUrl of [undefined, 'https://a.example/m']) {
      const hint = hintFor(named, spelling, metadataUrl)
      assert.equal(hint, `They differ only by the slash at the end: write issuer: "${named}"`)
    }
  }
})

test('metadata of another issuer is no template', () => {
  assert.match(hintFor('https://b.example/', sso), /^Write the issuer exactly/)
  assert.match(
    hintFor('http://keycloak:8080/realms/acme', sso, 'http://keycloak:8080/m'),
    /KC_HOSTNAME.*"jwksUri" instead/
  )
})
