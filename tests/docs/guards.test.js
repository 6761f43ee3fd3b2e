// docs/guides/guard.md: the examples of guards run as they stand, with a real issuer and token.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import { startAuthorizationServer } from '../support/authorization-server.js'
import { root } from '../support/package-exports.js'
import { block, read, runModule, withIssuer } from './support/pages.js'

const page = await read('docs/guides/guard.md')
/** @type {Awaited<ReturnType<typeof startAuthorizationServer>>} */
let server
/** @type {string} */
let jwt

before(async () => {
  server = await startAuthorizationServer()
  jwt = await server.issue({ resource: 'https://mcp.example.com' })
})
after(() => server.close())

/**
 * @param {string} heading of the section whose code block is run
 * @param {[path: string, headers: { [name: string]: string }][]} requests
 * @returns {Promise<string[]>} each answer: its status, then its challenge or its body
 */
async function answers(heading, requests) {
  const [, code] = /** @type {RegExpExecArray} */ (
    new RegExp(`^## ${heading}$.*?^\`\`\`js\n(.*?)^\`\`\``, 'ms').exec(page)
  )
  const program = `${withIssuer(code, server.issuer)}
for (const [path, headers] of ${JSON.stringify(requests)}) {
  const answer = await worker.fetch(new Request('https://mcp.example.com' + path, { headers }))
  console.log(answer.status, answer.headers.get('www-authenticate') ?? (await answer.text()))
}`
  const args = ['--input-type=module', '--eval', program]
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root })
  return stdout.trimEnd().split('\n')
}

test('the token is in a header, in another, or in a cookie', async () => {
  const found = '200 {"subject":"assay-client"}'
  const given = await answers('Where the token is', [
    ['/', { authorization: `Bearer ${jwt}` }],
    ['/', { 'cf-access-jwt-assertion': jwt }],
    ['/', { cookie: `a=1; __session=${jwt}` }],
    ['/', {}],
    [`/?token=${jwt}`, {}]
  ])
  assert.deepEqual(given, [found, found, found, '401 Bearer realm="api"', '401 Bearer realm="api"'])
})

test('a list is public, its details are not', async () => {
  const given = await answers('Public and private, side by side', [
    ['/tools', {}],
    ['/tools', { authorization: `Bearer ${jwt}` }],
    ['/tools', { authorization: `Bearer ${jwt}AAAA` }],
    ['/tools/search', {}],
    ['/tools/search', { authorization: `Bearer ${jwt}` }]
  ])
  assert.deepEqual(given, [
    '200 {"tools":["search"],"for":"guests"}',
    '200 {"tools":["search"],"for":"assay-client"}',
    '401 Bearer error="invalid_token", error_description="The access token is invalid"',
    '401 Bearer scope="tools:read"',
    '200 {"detail":"/tools/search","for":"assay-client"}'
  ])
})

/** Asks `ask` with a good token, a bad one, one in quotes, one without the scope and none. */
const askAll = `
for (const authorization of [jwt, jwt + 'AAAA', '"' + jwt + '"', other, ''].map((token) => token && 'Bearer ' + token)) {
  const answer = await ask(authorization ? { authorization } : {})
  const { hello, title, detail } = await answer.json()
  const { headers } = answer
  console.log(answer.status, hello ?? [headers.get('content-type').split(';')[0], title, detail].join(' '))
  console.log(headers.get('www-authenticate')?.split(',')[0], headers.get('cache-control'))
}`
const ownAnswers = [
  '200 assay-client',
  'undefined null',
  '401 application/problem+json AUTH_TOKEN_INVALID signature_mismatch',
  'Bearer error="invalid_token" no-store',
  '400 application/problem+json AUTH_TOKEN_INVALID authorization_malformed',
  'Bearer error="invalid_request" no-store',
  '403 application/problem+json AUTH_MISSING_SCOPE scope_missing',
  'Bearer error="insufficient_scope" no-store',
  '401 application/problem+json AUTH_TOKEN_MISSING token_missing',
  'Bearer scope="tools:read" no-store'
]

/** @type {{ [name: string]: [words: string, ask: string] }} */
const own = {
  fetch: [
    'async function answer',
    "const ask = (headers) => answer(new Request('https://api.example.com/', { headers }))"
  ],
  Express: [
    'app.use(async',
    `const server = app.listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const ask = (headers) => fetch('http://127.0.0.1:' + server.address().port, { headers })`
  ]
}
for (const [name, [words, ask]] of Object.entries(own)) {
  test(`${name}: answers of one’s own have the guard’s status and headers`, async () => {
    const tokens = [jwt, await server.issue({ resource: 'https://mcp.example.com', scope: 'tools:call' })]
    const code = (await block('docs/guides/guard.md', words))
      .replace(/issuer: "[^"]+"/, `allowInsecureLoopback: true, issuer: '${server.issuer}'`)
      .replace('https://api.example.com', 'https://mcp.example.com')
      .replace('orders:read', 'tools:read')
      .replace('app.listen(3000)', '')
    const prelude = `const [jwt, other] = ${JSON.stringify(tokens)}`
    assert.deepEqual(
      (await runModule(`${code}\n${ask}\n${askAll}\nprocess.exit()`, prelude)).trimEnd().split('\n'),
      ownAnswers
    )
    // An outage is 503, and says when to come again.
    const down = `${code.replace(server.issuer, 'http://127.0.0.1:9/')}\n${ask}
      const { status, headers } = await ask({ authorization: 'Bearer ' + jwt })
      console.log(status, Number(headers.get('retry-after')) > 0)
      process.exit()`
    assert.equal(await runModule(down, prelude), '503 true\n')
  })
}

test('the tables link to sections that are there', () => {
  const anchors = [...page.matchAll(/^#+ (.+)$/gm)].map(([, text]) =>
    text
      .toLowerCase()
      .replace(/[^\w -]/g, '')
      .replaceAll(' ', '-')
  )
  for (const [, target] of page.matchAll(/\]\(#([\w-]+)\)/g)) assert.ok(anchors.includes(target), target)
})
