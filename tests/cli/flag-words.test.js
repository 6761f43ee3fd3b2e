// Whoever typed flags is told flags; whoever wrote a policy file, the options' names.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OPTION_FLAGS } from '../../js/cli/option-flags.js'
import { flagWords } from '../../js/cli/flag-words.js'
import { issuer, token } from '../js/support/tokens.js'
import { file, policy, run } from './support/cli.js'

test('messages name flags in place of options', () => {
  const words = flagWords(OPTION_FLAGS)
  const cases = {
    'Option "clockTolerance" must be a number': '--clock-tolerance must be a number',
    'Option "algorithms[0]" must be one of RS256': '--algorithms must be one of RS256',
    'Option "claims.a.b" must not be empty': '--claims: "a.b" must not be empty',
    'Option "audience" must not be null with audienceMatch': '--any-audience must not be given with --audience-match',
    'Option "requireSubject" must not be false': '--no-subject must not be given',
    'must be https, or allowInsecureLoopback must be true': 'must be https, or --insecure-loopback must be given',
    'or allowInsecureHosts must name its host: ["a:1"]': 'or --insecure-host must name its host: ["a:1"]',
    'give "jwks", "jwksUri" or "metadataUrl"': 'give --jwks or --metadata-url',
    'requireSubject: false accepts that': '--no-subject accepts that',
    "scopesClaim: 'roles' reads it": '--scopes-claim roles reads it',
    'audience: null with the option claims': '--any-audience with --claims',
    'Compare issuer, audience, "iss", "claims" and scope': 'Compare issuer, audience, "iss", "claims" and scope'
  }
  for (const [text, expected] of Object.entries(cases)) assert.equal(words(text), expected)
})

test('verify and explain name --algorithms; with --policy the option, as the file has it', async () => {
  const input = token({ header: { alg: 'ES384' } })
  const options = { issuer, audience: 'https://mcp.example.com', jwks: { keys: [] } }
  for (const command of ['verify', 'explain']) {
    assert.match((await run([command, ...policy], { input })).stdout, /ES384'? to --algorithms/)
    const written = ['--policy', file('hints.json', options), ...policy.slice(4)]
    assert.match((await run([command, ...written], { input })).stdout, /ES384'? to the option algorithms/)
  }
})

test('fetch-jwks, whose URL has no flag, names the flag that allows http:', async () => {
  const { code, stderr } = await run(['fetch-jwks', 'http://127.0.0.1:1/jwks'])
  assert.equal(code, 2)
  assert.match(stderr, /the URL must be https, or --insecure-loopback must be given/)
})

test('--help of verify lists all algorithms', async () => {
  const { stdout } = await run(['verify', '--help'])
  assert.match(stdout, /--algorithms LIST .*\(default: RS256\):\n +RS256, RS384, .*, EdDSA, Ed25519\n/)
})
