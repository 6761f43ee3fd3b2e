// What each library weighs in a bundle: minified by esbuild, with what an API's guard needs of it.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { root } from '../../tools/lib/command.js'
import { bundle } from './bundle.js'

/** @typedef {{ id: string, label: string, raw: number, gzip: number, brotli: number }} Size in bytes */

/** @type {readonly { id: string, label: string, contents: string, platform?: 'node' }[]} */
const entries = [
  {
    id: 'assay-js',
    label: 'assay-jwt, its JavaScript with the remote JWK Set',
    contents: "export { AssayError, createVerifier } from 'assay-jwt'"
  },
  {
    id: 'jose',
    label: 'jose: jwtVerify, createRemoteJWKSet',
    contents: "export { createRemoteJWKSet, jwtVerify } from 'jose'"
  },
  {
    id: 'oauth4webapi',
    label: 'oauth4webapi: validateJwtAccessToken, discovery',
    contents: "export { discoveryRequest, processDiscoveryResponse, validateJwtAccessToken } from 'oauth4webapi'"
  },
  {
    id: 'hono',
    label: 'hono/jwt: verifyWithJwks',
    contents: "export { verifyWithJwks } from 'hono/jwt'"
  },
  {
    id: 'aws-jwt-verify',
    label: 'aws-jwt-verify: JwtVerifier',
    contents: "export { JwtVerifier } from 'aws-jwt-verify'"
  },
  {
    id: 'fast-jwt',
    label: 'fast-jwt: createVerifier, without a JWK Set',
    contents: "export { createVerifier } from 'fast-jwt'",
    platform: 'node'
  },
  {
    id: 'jsonwebtoken',
    label: 'jsonwebtoken: verify, without a JWK Set',
    contents: "import jsonwebtoken from 'jsonwebtoken'\nexport const { verify } = jsonwebtoken",
    platform: 'node'
  }
]

const modules = {
  'assay-wasm': 'assay.wasm',
  'assay-relaxed-wasm': 'assay-relaxed.wasm',
  'assay-ec-wasm': 'assay-ec.wasm'
}

/** @returns {Promise<Size[]>} */
export async function measureSizes() {
  const sizes = Object.entries(modules)
    .filter(([, file]) => existsSync(join(root, 'dist', file)))
    .map(([id, file]) => sizeOf(id, `assay-jwt, ${file}`, readFileSync(join(root, 'dist', file))))
  for (const { id, label, contents, platform = 'browser' } of entries) {
    const text = await bundle({
      contents,
      platform,
      conditions: platform === 'browser' ? ['browser'] : [],
      minify: true
    })
    sizes.push(sizeOf(id, label, Buffer.from(text)))
  }
  return sizes
}

/**
 * @param {string} id
 * @param {string} label
 * @param {Buffer} bytes
 * @returns {Size}
 */
function sizeOf(id, label, bytes) {
  const best = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } }
  return {
    id,
    label,
    raw: bytes.length,
    gzip: gzipSync(bytes, { level: 9 }).length,
    brotli: brotliCompressSync(bytes, best).length
  }
}
