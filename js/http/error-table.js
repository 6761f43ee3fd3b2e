// Made by tools/generate-error-table.js from the core's table (src/error.cpp): change it there.

/** @typedef {{ readonly code: string, readonly message: string, readonly status?: number }} HttpReasonRow */

/** The reasons that a request is refused for, whatever its token is. @type {{ readonly [reason: string]: HttpReasonRow }} */
export const httpReasons = {
  authorization_malformed: {
    code: 'AUTH_TOKEN_INVALID',
    message: 'The Authorization header must hold exactly one bearer token',
    status: 400
  },
  rate_limited: { code: 'AUTH_RATE_LIMITED', message: 'Too many failed authentications' },
  tool_not_allowed: { code: 'AUTH_MISSING_SCOPE', message: 'The table of scopes does not have this method or tool' },
  body_too_large: { code: 'REQUEST_INVALID', message: 'The request body is larger than the limit', status: 413 },
  body_media_type: {
    code: 'REQUEST_INVALID',
    message: 'The request body must be application/json in UTF-8',
    status: 415
  },
  body_not_json: { code: 'REQUEST_INVALID', message: 'The request body is not valid JSON' },
  body_duplicate_member: { code: 'REQUEST_INVALID', message: 'The request body contains the same member twice' },
  message_malformed: { code: 'REQUEST_INVALID', message: 'The request body is not a JSON-RPC 2.0 message' },
  method_not_allowed: {
    code: 'REQUEST_INVALID',
    message: 'The HTTP method is not one of GET, HEAD, POST, DELETE and OPTIONS',
    status: 405
  }
}

/** What to do about the codes among them. @type {{ readonly [code: string]: string }} */
export const httpHints = {
  AUTH_TOKEN_INVALID: 'Provide a valid bearer token',
  AUTH_MISSING_SCOPE: 'Request a token with the required scope',
  AUTH_RATE_LIMITED: 'Wait for as long as Retry-After says',
  REQUEST_INVALID: 'Send the request in the form that the message asks for'
}
