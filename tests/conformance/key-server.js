// A real HTTP server on loopback with the JWK Sets that the suite rotates, takes away and breaks. Each test of each runtime
// has a place of its own on it.

import { setTimeout as sleep } from 'node:timers/promises'
import { text } from 'node:stream/consumers'
import { startHttpServer } from '../support/http-server.js'

/** @typedef {{ keys: string[], issuer?: string, fault?: keyof typeof faults, requests: number }} Place */
/** @typedef {import('node:http').ServerResponse} Response */

/** @type {{ [fault: string]: (response: Response) => unknown }} */
const faults = {
  status: (response) => response.writeHead(500).end('{"keys":[]}'),
  redirect: (response) => response.writeHead(302, { location: '/jwks/elsewhere' }).end(),
  html: (response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>keys</title>'),
  reset: (response) => response.destroy(),
  large: (response) => response.writeHead(200).end(JSON.stringify({ keys: [], pad: 'x'.repeat(100_000) })),
  slow: async (response) => {
    response.writeHead(200).write('{"keys":')
    await sleep(8000, undefined, { ref: false })
    response.end('[]}')
  }
}

/** What a page of another origin must be allowed (Fetch, "CORS protocol"). */
const cors = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': '*',
  'access-control-expose-headers': '*'
}

/**
 * @param {import('./fixture.js').Fixture} fixture
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export function startKeyServer(fixture) {
  /** @type {Map<string, Place>} */
  const places = new Map()
  return startHttpServer(async (request, response) => {
    for (const [name, value] of Object.entries(cors)) response.setHeader(name, value)
    const { pathname, origin } = new URL(request.url ?? '/', `http://${request.headers.host}`)
    const [, what, name] = pathname.split('/')
    const place = places.get(name)
    if (request.method === 'OPTIONS') response.writeHead(204).end()
    else if (what === 'fixture') answer(response, fixture)
    else if (what === 'set') {
      places.set(name, { ...JSON.parse(await text(request)), requests: place?.requests ?? 0 })
      answer(response, {})
    } else if (place !== undefined) read(what, place, response, `${origin}/jwks/${name}`)
    else response.writeHead(404).end()
  })

  /**
   * @param {string} what
   * @param {Place} place
   * @param {Response} response
   * @param {string} jwksUri
   */
  function read(what, place, response, jwksUri) {
    if (what === 'requests') return answer(response, place.requests)
    if (what === 'metadata') return answer(response, { issuer: place.issuer ?? fixture.issuer, jwks_uri: jwksUri })
    place.requests += 1
    if (place.fault !== undefined) return faults[place.fault](response)
    return answer(response, { keys: place.keys.map((key) => /** @type {any} */ (fixture.keys)[key]) })
  }
}

/** @param {Response} response @param {unknown} body */
function answer(response, body) {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
