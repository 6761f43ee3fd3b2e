// The path of an event, as it stands in a URL.

/** Where functions have URLs of their own, no custom domains: the Regions of AWS, and those of China. */
const FUNCTION_URL = /^[a-z\d]+\.lambda-url\.[a-z\d-]+\.on\.(aws|amazonwebservices\.com\.cn)$/i

/**
 * @param {any} event
 * @returns {boolean} whether the path is decoded. HTTP APIs do that, with payload 1.0 and 2.0; function URLs, REST APIs, whose
 *   events name no version, and load balancers leave it as it came
 */
export function isDecoded({ version, requestContext }) {
  return version === '1.0' || (version === '2.0' && !FUNCTION_URL.test(requestContext?.domainName))
}

/**
 * Nothing in it may end the path, or belong to another host's name.
 * @param {string} path as it was delivered
 * @param {boolean} decoded then a percent sign is one; otherwise it begins an encoding, where hexadecimal digits follow
 * @returns {string} RFC 3986 §3.3
 */
export function encodedPath(path, decoded) {
  const percents = decoded ? /%/g : /%(?![\da-f]{2})/gi
  return path.replace(percents, '%25').replace(/[^\w.~!$&'()*+,;=:@/%-]/gu, encoded)
}

/** @param {string} char one that may be half of a pair, of which encodeURIComponent() makes an error */
const encoded = (char) =>
  Array.from(new TextEncoder().encode(char), (byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('')
