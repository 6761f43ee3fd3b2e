// assay-jwt/mcp: MCP servers, with @modelcontextprotocol/sdk and without.

export { guardMcp } from './guard-mcp.js'
export { guardMcpExpress } from './guard-mcp-express.js'
export { filterTools } from './list-filter.js'
export { messageScopes } from './message-scopes.js'
export { authInfo, sdkTokenVerifier } from './sdk.js'
/**
 * @template [R=Request]
 * @typedef {import('./message-check.js').McpGuardOptions<R>} McpGuardOptions
 */
/** @typedef {import('./scope-rules.js').ScopeTable} ScopeTable */
/** @typedef {import('./scope-rules.js').ScopeRule} ScopeRule */
/** @typedef {import('./sdk.js').AuthInfo} AuthInfo */
/** @typedef {import('./sdk-errors.js').SdkErrors} SdkErrors */
/** @typedef {import('./sdk.js').SdkVerifierOptions} SdkVerifierOptions */
/** @typedef {import('./guard-mcp-express.js').McpRequest} McpRequest */
