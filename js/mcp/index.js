// assay-jwt/mcp: MCP servers, with @modelcontextprotocol/sdk and without.

export { guardMcp } from './guard-mcp.js'
export { messageScopes } from './message-scopes.js'
export { authInfo, sdkTokenVerifier } from './sdk.js'
/**
 * @template [R=Request]
 * @typedef {import('./message-check.js').McpGuardOptions<R>} McpGuardOptions
 */
/** @typedef {import('./message-scopes.js').ScopeTable} ScopeTable */
/** @typedef {import('./message-scopes.js').ScopeRule} ScopeRule */
/** @typedef {import('./sdk.js').AuthInfo} AuthInfo */
/** @typedef {import('./sdk.js').SdkErrors} SdkErrors */
/** @typedef {import('./sdk.js').SdkVerifierOptions} SdkVerifierOptions */
