// assay-jwt/mcp: MCP servers, with @modelcontextprotocol/sdk and without.

export { guardMcp } from './guard-mcp.js'
export { messageScopes } from './message-scopes.js'
export { authInfo, sdkTokenVerifier } from './sdk.js'
/** @typedef {import('./guard-mcp.js').McpGuardOptions} McpGuardOptions */
/** @typedef {import('./message-scopes.js').ScopeTable} ScopeTable */
/** @typedef {import('./message-scopes.js').ScopeRule} ScopeRule */
/** @typedef {import('./sdk.js').AuthInfo} AuthInfo */
/** @typedef {import('./sdk.js').SdkErrors} SdkErrors */
/** @typedef {import('./sdk.js').SdkVerifierOptions} SdkVerifierOptions */
