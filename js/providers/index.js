// assay-jwt/providers: createVerifier's options for well-known issuers. Bundlers leave out the presets that nobody uses.

export { auth0 } from './auth0.js'
export { clerk } from './clerk.js'
export { cloudflareAccess } from './cloudflare-access.js'
export { cognito } from './cognito.js'
export { entra } from './entra.js'
export { firebase } from './firebase.js'
export { github } from './github.js'
export { google } from './google.js'
export { googleIap } from './google-iap.js'
export { keycloak } from './keycloak.js'
export { okta } from './okta.js'
export { supabase } from './supabase.js'
