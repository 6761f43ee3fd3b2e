import { setTimeout as sleep } from 'node:timers/promises'
import { startHttpServer } from './http-server.js'

/**
 * Hands out another server's JWK Set, but slowly, so that requests really overlap while it is fetched.
 * @param {string} jwksUri
 * @param {number} delayMs
 */
export async function startSlowKeyServer(jwksUri, delayMs) {
  const text = await (await fetch(jwksUri)).text()
  let requests = 0
  const { url, close } = await startHttpServer(async (_request, response) => {
    requests++
    await sleep(delayMs)
    response.setHeader('Content-Type', 'application/jwk-set+json').end(text)
  })
  return { jwksUri: `${url}/jwks`, close, requests: () => requests }
}
