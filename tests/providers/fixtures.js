// Tokens of the shape that each issuer documents, with names and keys of our own: ../shared/providers, or the directory
// that ASSAY_PROVIDERS_DIR names.

import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** @typedef {{ [name: string]: any }} Claims */

/**
 * @typedef {object} Fixture
 * @property {string} id
 * @property {string} issuer
 * @property {string} variant which of the issuer's tokens
 * @property {number} now
 * @property {string} bearer where the token comes: 'authorization', or another header
 * @property {{ alg: string, kid: string, [name: string]: unknown }} header
 * @property {Claims} claims
 * @property {string} token
 * @property {{ keys: { kid: string, [name: string]: unknown }[] }} jwks
 * @property {string} jwksUri
 * @property {{ [name: string]: string }} [jwksHeaders]
 * @property {{ [url: string]: { status: number, headers: { [name: string]: string }, body: unknown } }} documents
 * @property {any} naturalOptions what a user would write first
 * @property {object} callOptions
 * @property {{ what: string, token: string, call?: object }[]} mustBeRefused
 */

const shared = fileURLToPath(new URL('../../../shared/providers', import.meta.url))
const directory = process.env.ASSAY_PROVIDERS_DIR ?? shared

/** @type {string | false} why there are none, for node:test's `skip` */
export const skip = !existsSync(directory) && `no fixtures in ../shared/providers; set ASSAY_PROVIDERS_DIR`

/** @type {readonly Fixture[]} */
export const fixtures = skip
  ? []
  : readdirSync(directory)
      .filter((name) => name.endsWith('.json'))
      .map((name) => JSON.parse(readFileSync(join(directory, name), 'utf8')))

/**
 * @param {Fixture} fixture
 * @returns {typeof globalThis.fetch} answers as the issuer does, and everything else with 404 and HTML
 */
export function fetchOf({ documents, jwks, jwksUri, jwksHeaders }) {
  return async (input) => {
    const url = String(input instanceof Request ? input.url : input)
    const { [url]: document = url === jwksUri ? { status: 200, headers: jwksHeaders, body: jwks } : notFound } =
      documents
    const { status, headers, body } = document
    return new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers })
  }
}

const notFound = { status: 404, headers: { 'content-type': 'text/html' }, body: '<!doctype html><title>404</title>' }
