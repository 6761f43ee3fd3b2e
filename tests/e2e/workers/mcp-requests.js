// A Worker whose guard gets requests as frameworks make them, and whose handler says what it was handed.

import { guardMcp } from 'assay-jwt/mcp'

const verifier = { verify: async () => ({ scopes: [], claims: {} }) }

/** As Next.js does. @param {any} target */
const proxied = (target) =>
  new Proxy(target, {
    get(behind, property) {
      const value = Reflect.get(behind, property, behind)
      return typeof value === 'function' ? value.bind(behind) : value
    }
  })

class OwnRequest extends Request {
  #secret = 'x'
  get secret() {
    return this.#secret
  }
}

/** @type {Record<string, (request: Request) => any>} */
const routes = {
  '/plain': (request) => request,
  '/cf': (request) => new Request(request, /** @type {any} */ ({ cf: { country: 'DE' } })),
  '/proxy': (request) => proxied(request),
  '/subclass': (request) => new OwnRequest(request),
  '/proxied-subclass': (request) => proxied(new OwnRequest(request)),
  '/clone': async (request) => {
    const clone = request.clone()
    await request.text()
    return clone
  },
  '/read': async (request) => {
    await request.text()
    return request
  },
  '/parsed': async (request) => {
    const { url, method, headers } = request
    return { url, method, headers, body: await request.json(), bodyUsed: true }
  }
}

const protect = guardMcp(/** @type {any} */ (verifier), { scopes: { 'tools/call': { get_positions: [] } } })
const handle = protect(async (request) => {
  const { url, method, redirect, cf } = /** @type {any} */ (request)
  const own = request.headers.get('x-own')
  const isRequest = Object.getPrototypeOf(request) === Request.prototype
  return Response.json({
    isRequest,
    path: new URL(url).pathname,
    method,
    redirect,
    cf,
    own,
    text: await request.text()
  })
})

export default {
  /** @param {Request} request */
  async fetch(request) {
    return handle(await routes[new URL(request.url).pathname](request))
  }
}
