// assay-jwt/mcp: MCP servers, with @modelcontextprotocol/sdk and without.

export { guardMcp } from './guard-mcp.js'
export { guardMcpExpress } from './guard-mcp-express.js'
export { filterTools } from './list-filter.js'
export { messageScopes } from './message-scopes.js'
export { authInfo, sdkTokenVerifier } from './sdk.js'
/**
 * @template [R=Request]
 * @template {import('../http/types.js').Preflight} [P='guard']
 * @template {import('./scope-rules.js').ScopeTable} [S=import('./scope-rules.js').ScopeTable]
 * @typedef {import('./message-check.js').McpGuardOptions<R, P, S>} McpGuardOptions
 */
/** @typedef {import('./scope-rules.js').ScopeTable} ScopeTable */
/** @typedef {import('./scope-rules.js').ScopeRule} ScopeRule */
/**
 * @template {import('../http/types.js').AnyToken} [T=import('../shared/types.js').VerifiedToken]
 * @typedef {import('./sdk.js').AuthInfo<T>} AuthInfo
 */
/** @typedef {import('./sdk-errors.js').SdkErrors} SdkErrors */
/** @typedef {import('./sdk.js').SdkVerifierOptions} SdkVerifierOptions */
/**
 * @template {boolean} [O=false]
 * @template {import('../http/types.js').AnyToken} [T=import('../shared/types.js').VerifiedToken]
 * @typedef {import('./guard-mcp-express.js').McpRequest<O, T>} McpRequest
 */
/** @typedef {import('./guard-mcp-express.js').AnyMcpRequest} AnyMcpRequest what the functions in the options of guardMcpExpress are given */
/** @typedef {import('../http/types.js').GuardContext} GuardContext what a handler is given */
/** @typedef {import('../http/guard.js').Guard} Guard what `guardMcp` makes */
/** @template R @typedef {import('../adapters/express-types.js').Middleware<R>} Middleware what `guardMcpExpress` makes */
/** @typedef {import('../http/types.js').AnyToken} AnyToken */
/** @typedef {import('../http/types.js').Preflight} Preflight */
