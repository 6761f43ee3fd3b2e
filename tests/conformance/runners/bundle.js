import { basename } from 'node:path'

/**
 * The project's main as a framework would bundle it, by the export map's conditions. The .wasm stays outside.
 * @param {string} main in the project
 * @param {string[]} conditions
 * @param {(file: string) => string} wasm the source of the module that `import code from '…/FILE'` gets
 * @returns {Promise<string>} one script without imports, or with those of `wasm`
 */
export async function bundleMain(main, conditions, wasm) {
  const { build } = await import('esbuild')
  const { outputFiles } = await build({
    entryPoints: [main],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    conditions,
    logLevel: 'silent',
    external: ['./assay.wasm', './assay-relaxed.wasm', './assay-ec.wasm', 'cloudflare:*'],
    plugins: [{ name: 'wasm', setup: (plugins) => handOver(plugins, wasm) }]
  })
  return outputFiles[0].text
}

/**
 * @param {import('esbuild').PluginBuild} plugins
 * @param {(file: string) => string} wasm
 */
function handOver(plugins, wasm) {
  plugins.onResolve({ filter: /\.wasm(\?module)?$/ }, async ({ path, resolveDir, pluginData, kind }) => {
    if (pluginData === asked || /^\.\/[\w-]+\.wasm$/.test(path)) return undefined
    // The file has to be where the export map or the package's own import says.
    const found = await plugins.resolve(path.replace(/\?module$/, ''), { kind, resolveDir, pluginData: asked })
    return found.errors.length > 0 ? found : { path: found.path, namespace: 'wasm' }
  })
  plugins.onLoad({ filter: /.*/, namespace: 'wasm' }, ({ path }) => ({
    contents: wasm(basename(path)),
    resolveDir: '/'
  }))
}

const asked = Symbol('asked')
