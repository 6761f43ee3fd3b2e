// The runtimes that the package promises, and how each is run.

import process from 'node:process'
import { commandOf } from '../bench/runtimes.js'
import { runInBrowser } from './runners/browser.js'
import { runInEdgeRuntime } from './runners/edge.js'
import { runInProcess } from './runners/process.js'
import { runInMiniflare, runInWrangler } from './runners/workerd.js'

/** @import { Row } from './suite.js' */

/**
 * @typedef {object} Place where a runtime runs the suite
 * @property {string} directory the project, with the package installed
 * @property {string} base the key server's URL
 * @property {string} id of this run on it
 * @property {AbortSignal} signal ends it
 */

/** @typedef {{ version: string, rows: Row[] }} Result version: as the runtime itself says */

/**
 * @typedef {object} Runtime
 * @property {string} id
 * @property {string} label
 * @property {string} under what makes it strict, for docs/
 * @property {string[]} [systemPackages] the parts of tools/lib/system-packages.js that it needs
 * @property {string} [binary] its id in tests/bench/runtimes.js, whose packages bring it
 * @property {readonly string[]} without the tests that it has nothing for; any other must pass
 * @property {(place: Place) => Promise<Result>} run
 */

const csp = "`script-src 'self' 'wasm-unsafe-eval'`"
const noStrings = '--disallow-code-generation-from-strings'

/** @param {number} major @returns {Runtime} */
function node(major) {
  return {
    id: `node${major}`,
    label: `Node ${major}`,
    under: `\`${noStrings}\``,
    binary: `node${major}`,
    without: [],
    run: (place) => runInProcess([...commandOf(`node${major}`), noStrings], place)
  }
}

/** @type {readonly { name: 'chromium' | 'firefox' | 'webkit', label: string }[]} */
const browsers = [
  { name: 'chromium', label: 'Chromium' },
  { name: 'firefox', label: 'Firefox' },
  { name: 'webkit', label: 'WebKitGTK' }
]

const contexts = /** @type {const} */ (['page', 'module worker', 'service worker'])

/** @type {readonly Runtime[]} */
export const runtimes = [
  ...[20, 22, 24, 26].map(node),
  {
    id: 'deno',
    label: 'Deno',
    under: '`--allow-read` and `--allow-net` for what it needs, and the same flag of V8',
    binary: 'deno',
    without: [],
    run: (place) => {
      const permissions = [`--allow-read=${place.directory}`, `--allow-net=${new URL(place.base).host}`]
      const options = [...permissions, '--no-prompt', '--no-lock', '--cached-only', '--node-modules-dir=manual']
      return runInProcess([commandOf('deno')[0], 'run', ...options, `--v8-flags=${noStrings}`], place)
    }
  },
  {
    id: 'bun',
    label: 'Bun',
    under: '`eval` and `Function` taken away',
    binary: 'bun',
    without: [],
    run: (place) => runInProcess(commandOf('bun'), place)
  },
  {
    id: 'miniflare',
    label: 'workerd (miniflare)',
    under: 'no `eval`, no compiling of bytes',
    without: ['require'],
    run: runInMiniflare
  },
  {
    id: 'wrangler',
    label: 'workerd (`wrangler dev`)',
    under: 'no `eval`, no compiling of bytes',
    without: ['require'],
    run: runInWrangler
  },
  {
    id: 'edge',
    label: 'edge-runtime (Next.js, Vercel)',
    under: 'code generation off, from strings and from bytes',
    without: ['require'],
    run: runInEdgeRuntime
  },
  ...browsers.flatMap(({ name, label }) =>
    contexts.map((context) => ({
      id: context === 'page' ? name : `${name}-${context.replace(' ', '-')}`,
      label: `${label}, ${context}`,
      under: csp,
      systemPackages: [name],
      without: ['require'],
      run: (/** @type {Place} */ place) => runInBrowser(name, context, place)
    }))
  )
]

/**
 * @param {Runtime} runtime
 * @returns {string | undefined} why this machine cannot run it, whatever is installed
 */
export function whyNot({ id, binary }) {
  const here = Number(process.versions.node.split('.')[0])
  if (id === 'node20' && here !== 20) return `the Node that runs this is ${process.version}`
  if (binary === undefined || id === 'node20') return undefined
  const { platform, arch } = process
  return platform === 'linux' && arch === 'x64'
    ? undefined
    : `its npm package is for linux-x64, and this is ${platform}-${arch}`
}
