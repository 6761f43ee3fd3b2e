// docs/guides/guard.md: the examples of guards run as they stand, with a real issuer and token.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import { startAuthorizationServer } from '../support/authorization-server.js'
import { root } from '../support/package-exports.js'
import { read, withIssuer } from './support/pages.js'

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

test('the tables link to sections that are there', () => {
  const anchors = [...page.matchAll(/^#+ (.+)$/gm)].map(([, text]) =>
    text
      .toLowerCase()
      .replace(/[^\w -]/g, '')
      .replaceAll(' ', '-')
  )
  for (const [, target] of page.matchAll(/\]\(#([\w-]+)\)/g)) assert.ok(anchors.includes(target), target)
})
