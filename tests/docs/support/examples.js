// The code blocks of the pages, as files for TypeScript.

/**
 * What fragments use without declaring it: `<!-- needs: jwt -->` before a block, `<!-- all need: jwt -->` on a page where
 * every block does. A block that can stand alone needs nothing.
 * @type {{ readonly [name: string]: string }}
 */
export const needs = {
  jwt: 'declare const jwt: string;',
  createVerifier: "import { createVerifier } from 'assay-jwt';",
  // As docs/providers.md says in its text.
  providers:
    "import { auth0, clerk, cloudflareAccess, cognito, entra, firebase, github, google, googleIap, keycloak, okta, supabase } from 'assay-jwt/providers';" +
    "import { fromAuthorization, fromCookie, fromHeader, guard } from 'assay-jwt/http';"
}

/** Modules that are declared, not installed. */
export const modules = `// What \`wrangler types\` writes for the Workers on the pages.
declare module 'cloudflare:workers' {
  export const env: {
    readonly [name in 'ISSUER' | 'AUDIENCE' | 'RESOURCE' | 'JWKS_URI' | 'SCOPES' | 'PARTNER' | 'PARTNER_JWKS_URI']: string
  } & { readonly [name in 'CLOCK_TOLERANCE' | 'ALLOW_INSECURE_LOOPBACK']?: string } & {
    readonly REPLAYS: import('assay-jwt/stores').ReplayNamespace
    readonly KEYS: {
      get(key: string): Promise<string | null>
      put(key: string, value: string, options?: { expirationTtl?: number }): Promise<void>
    }
  }
  export function waitUntil(promise: Promise<unknown>): void
}
// tests/packaging/next.test.js builds with Next.js itself.
declare module 'next/server' {
  export class NextResponse extends Response {
    static next(init?: { request?: { headers?: Headers } }): NextResponse
  }
}
// What SvelteKit's own tsconfig.json says.
declare module '$lib/server/verifier.js' {
  export const verifier: import('assay-jwt').Verifier
}
// It brings a Wrangler of its own: tests/packaging/test-runners.test.js installs it, and runs the page's recipe.
declare module '@cloudflare/vitest-pool-workers' {
  export function cloudflareTest(options: { wrangler?: { configPath?: string } }): import('vite').Plugin
}
`

const fence = /^([ \t]*)(`{3,}|~{3,})[ \t]*(?:js|mjs|cjs|jsx|javascript|ts|mts|cts|tsx|typescript)\b/gim
const block = /(?:^<!-- needs: ([\w ]+) -->\n\n?)?^([ \t]*)```(\w+)[^\n]*\n(.*?)^\2```[ \t]*$/gms
const extensions = new Map([
  ...['js', 'mjs', 'javascript', 'ts', 'typescript'].map((language) => /** @type {const} */ ([language, 'ts'])),
  ...['jsx', 'tsx'].map((language) => /** @type {const} */ ([language, 'tsx']))
])
/** TypeScript reads these in JavaScript alone. */
const jsdoc = /^ *(\/\*)?\*+ @(param|template|typedef)\b|\/\*\* @(type|satisfies)\b/m

/**
 * @param {string} page
 * @param {string} text
 * @returns {{ path: string, code: string, names: string[], calledAs?: string }[]} a file for each block of JavaScript and
 *   TypeScript, whose lines have the numbers that they have on the page; `calledAs` is what the text before it says,
 *   `worker.js`, for the page's other blocks to import
 */
export function examplesOf(page, text) {
  const all = /^<!-- all need: ([\w ]+) -->$/m.exec(text)?.[1].split(' ') ?? []
  return [...text.matchAll(block)].flatMap(({ 0: whole, 1: own, 3: language, 4: code, index }) => {
    const extension = extensions.get(language.toLowerCase())
    if (extension === undefined) return []
    const names = [...all, ...(own?.split(' ') ?? [])]
    const line = text.slice(0, index + whole.indexOf('```')).split('\n').length
    const prelude = names.map((name) => needs[name] ?? `// nothing is named ${name}`).join(' ')
    // A comment that names the file, for the page's other blocks to import.
    const [, given] = /^\/\/ (\S+)\.m?[jt]s$/m.exec(code.slice(0, code.indexOf('\n'))) ?? []
    const stem = given ?? String(line)
    const kind = jsdoc.test(code) && extension === 'ts' ? 'js' : extension
    const path = `${page}/${stem}.${kind}`
    const file = /`([\w./-]+)\.js`:\n\n(?:<!-- [\w-]+ -->\n\n)?$/.exec(text.slice(0, index))?.[1]
    const calledAs = file && `${page}/${file}.${kind}`
    return [{ path, code: prelude + '\n'.repeat(line) + code, names, ...(calledAs && { calledAs }) }]
  })
}

/** @param {string} text of a page @returns {number} its blocks of JavaScript and TypeScript, however they are fenced */
export const countFences = (text) => [...text.matchAll(fence)].length
