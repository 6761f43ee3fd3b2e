import { urlIn } from './refusal-detail.js'

/**
 * Where the platform has decoded the path, its spelling is lost: `/a%40b` and `/a@b` are one request to the function. The
 * proof's own spelling then stands for it.
 * @param {string} url of the request, whose path is encoded again
 * @param {string} proof unverified
 * @returns {string} the same, with the path as the proof has it, where that decodes to the same
 */
export function spelledAsIn(url, proof) {
  const [origin, path] = split(url)
  const [, own] = split(urlIn(proof))
  const decoded = decodedPath(own)
  // What leads elsewhere is refused, and encoded slashes must not hide it.
  if (decoded === undefined || decoded !== decodedPath(path) || /\/\.\.?(\/|$)/.test(decoded)) return url
  return origin + own
}

/** @param {string} url @returns {string[]} origin and path, as they are written; '' where there is none */
const split = (url) => (/^(https?:\/\/[^/?#]*)([^?#]*)/i.exec(url) ?? ['', '', '']).slice(1)

/** @param {string} path @returns {string | undefined} undefined: its encodings are malformed */
function decodedPath(path) {
  try {
    return decodeURIComponent(path)
  } catch {
    return undefined
  }
}
