try {
  module.exports = require('./node.js')
} catch (cause) {
  const message =
    "assay-jwt is an ES module, and this runtime cannot require() one (Node 20.19, 22.12 and newer can). Use: const { createVerifier } = await import('assay-jwt')"
  throw Object.assign(new Error(message, { cause }), { code: 'ERR_REQUIRE_ESM' })
}
