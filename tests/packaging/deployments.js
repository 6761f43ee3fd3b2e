// How programs are built and deployed: each row is a test of this folder, which builds, runs what was built elsewhere, and
// sees what happens where a .wasm is missing. `npm run test:packaging` prints the table of what they found, and keeps it
// for docs/guides/deployment.md.

/**
 * @typedef {object} Deployment
 * @property {string} id
 * @property {string} tool in Markdown
 * @property {string} setUp what to configure, in Markdown
 */

/** What a row may find where a .wasm is missing. */
export const outcomes = {
  says: 'one line says where it was looked for, and each call refuses with `core_not_loaded`',
  page: 'one line on the console says what to do, and each call refuses with `core_not_loaded`',
  build: 'the build fails and names the file',
  never: 'cannot be: it is in the JavaScript'
}

/** @typedef {keyof typeof outcomes} Outcome */
/** @typedef {{ id: string, version: string, built: boolean, run: boolean, missing: Outcome }} Found */

const beside = 'copy `node_modules/assay-jwt/dist/*.wasm` beside the bundle, or keep the package external'

/** @type {readonly Deployment[]} */
export const deployments = [
  { id: 'next-15', tool: 'Next.js 15, `standalone`', setUp: "`serverExternalPackages: ['assay-jwt']`" },
  { id: 'next-16', tool: 'Next.js 16, `standalone`', setUp: 'nothing' },
  { id: 'nft', tool: '@vercel/nft', setUp: 'nothing' },
  { id: 'webpack-node', tool: 'webpack, `target: "node"`', setUp: 'nothing' },
  { id: 'rspack-node', tool: 'Rspack, `target: "node"`', setUp: 'nothing' },
  { id: 'vite-ssr', tool: 'Vite, build for servers', setUp: 'nothing; with `noExternal` as for esbuild' },
  { id: 'esbuild-esm', tool: 'esbuild, ES module for Node', setUp: beside },
  { id: 'esbuild-cjs', tool: 'esbuild, CommonJS for Node', setUp: beside },
  { id: 'rollup', tool: 'Rollup', setUp: beside },
  { id: 'tsup', tool: 'tsup', setUp: beside },
  { id: 'ncc', tool: '@vercel/ncc', setUp: beside },
  { id: 'bun-node', tool: '`bun build --target=node`', setUp: beside },
  { id: 'bun-bun', tool: '`bun build --target=bun`', setUp: beside },
  { id: 'bun-compile', tool: '`bun build --compile`', setUp: '`assay-jwt/inline-ec`' },
  {
    id: 'lambda-esbuild',
    tool: 'AWS Lambda, zip of a bundle',
    setUp: 'put `dist/*.wasm` beside the bundle into the zip'
  },
  { id: 'lambda-modules', tool: 'AWS Lambda, zip with node_modules', setUp: 'nothing' },
  { id: 'docker', tool: 'Docker, `npm prune --omit=dev`', setUp: 'nothing' },
  { id: 'pnpm', tool: 'pnpm', setUp: 'nothing' },
  { id: 'yarn-pnp', tool: 'Yarn, Plug’n’Play', setUp: 'nothing: it is read within its zip' },
  { id: 'wrangler', tool: 'wrangler', setUp: 'nothing' },
  { id: 'vite-browser', tool: 'Vite, build for browsers', setUp: 'nothing' },
  { id: 'vite-dev', tool: 'Vite 8, dev server', setUp: 'nothing' },
  {
    id: 'vite-7-dev',
    tool: 'Vite 7, dev server',
    setUp: "nothing; with a `cacheDir` of your own `optimizeDeps: { exclude: ['assay-jwt'] }`"
  },
  { id: 'webpack-browser', tool: 'webpack, for browsers', setUp: 'nothing' },
  { id: 'esbuild-slim', tool: 'esbuild, for browsers', setUp: '`--loader:.wasm=file` and `assay-jwt/slim`' },
  { id: 'esbuild-inline', tool: 'esbuild, one file', setUp: '`assay-jwt/inline-ec`' }
]
