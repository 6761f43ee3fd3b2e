// Made from tables/options.js by `npm run generate`: change it there.

/**
 * @typedef {object} PolicyField an option in the policy form
 * @property {string} option
 * @property {string} id of its element
 * @property {string} read what its text is
 * @property {boolean} more whether it stands under "More"
 * @property {any} initial the default, or '' where the field is empty then
 * @property {number} [max]
 * @property {string} [code] how C++ writes it
 * @property {string} [member] of assay::Policy
 * @property {string} [word] the value that makes the member true
 */

/** @type {readonly PolicyField[]} */
export const POLICY_FIELDS = [
  { option: 'issuer', id: 'issuer', read: 'text', more: false, initial: '', code: 'issuer' },
  { option: 'audience', id: 'audience', read: 'lines', more: false, initial: '', code: 'strings', member: 'audiences' },
  {
    option: 'algorithms',
    id: 'algorithms',
    read: 'algorithms',
    more: false,
    initial: ['RS256'],
    code: 'algorithms',
    member: 'algorithms'
  },
  {
    option: 'allowedScopes',
    id: 'allowed-scopes',
    read: 'words',
    more: true,
    initial: '',
    code: 'strings',
    member: 'allowed_scopes'
  },
  {
    option: 'scopesClaim',
    id: 'scopes-claim',
    read: 'json',
    more: true,
    initial: '',
    code: 'paths',
    member: 'scopes_claims'
  },
  {
    option: 'clockTolerance',
    id: 'clock-tolerance',
    read: 'number',
    more: false,
    initial: '60',
    max: 300,
    code: 'number',
    member: 'clock_tolerance'
  },
  { option: 'typ', id: 'typ', read: 'words', more: true, initial: '', code: 'mediaTypes', member: 'types' },
  { option: 'profile', id: 'profile', read: 'choice', more: true, initial: '', code: 'profile' },
  {
    option: 'audienceMatch',
    id: 'audience-match',
    read: 'choice',
    more: true,
    initial: '',
    code: 'word',
    member: 'exclusive_audience',
    word: 'exclusive'
  },
  {
    option: 'maxTokenAge',
    id: 'max-token-age',
    read: 'number',
    more: true,
    initial: '',
    max: 315576000,
    code: 'number',
    member: 'max_token_age'
  },
  {
    option: 'requiredClaims',
    id: 'required-claims',
    read: 'words',
    more: true,
    initial: '',
    code: 'strings',
    member: 'required_claims'
  },
  { option: 'claims', id: 'claim-rules', read: 'json', more: true, initial: '', code: 'claims', member: 'claims' },
  {
    option: 'requireSubject',
    id: 'require-subject',
    read: 'boolean',
    more: true,
    initial: '',
    code: 'boolean',
    member: 'require_subject'
  },
  {
    option: 'maxTokenBytes',
    id: 'max-token-bytes',
    read: 'number',
    more: true,
    initial: '',
    max: 65536,
    code: 'count',
    member: 'max_token_bytes'
  },
  { option: 'dpop', id: 'dpop', read: 'json', more: true, initial: '' },
  { option: 'requiredScope', id: 'scopes', read: 'words', more: false, initial: '' }
]

/** @type {readonly { option: string, member?: string, flag: string, read: string, multiple: boolean }[]} */
export const FLAGS = [
  { option: 'issuer', flag: 'issuer', read: 'text', multiple: false },
  { option: 'audience', flag: 'audience', read: 'text', multiple: true },
  { option: 'audience', flag: 'any-audience', read: 'null', multiple: false },
  { option: 'algorithms', flag: 'algorithms', read: 'list', multiple: true },
  { option: 'allowedScopes', flag: 'allowed-scope', read: 'words', multiple: true },
  { option: 'scopesClaim', flag: 'scopes-claim', read: 'json', multiple: false },
  { option: 'clockTolerance', flag: 'clock-tolerance', read: 'number', multiple: false },
  { option: 'typ', flag: 'typ', read: 'text', multiple: true },
  { option: 'profile', flag: 'profile', read: 'text', multiple: false },
  { option: 'audienceMatch', flag: 'audience-match', read: 'text', multiple: false },
  { option: 'maxTokenAge', flag: 'max-token-age', read: 'number', multiple: false },
  { option: 'requiredClaims', flag: 'required-claim', read: 'text', multiple: true },
  { option: 'claims', flag: 'claims', read: 'json', multiple: false },
  { option: 'requireSubject', flag: 'no-subject', read: 'false', multiple: false },
  { option: 'maxTokenBytes', flag: 'max-token-bytes', read: 'number', multiple: false },
  { option: 'dpop', flag: 'dpop', read: 'true', multiple: false },
  { option: 'dpop', member: 'required', flag: 'dpop-required', read: 'true', multiple: false },
  { option: 'dpop', member: 'algorithms', flag: 'dpop-algorithms', read: 'list', multiple: true },
  { option: 'dpop', member: 'maxAge', flag: 'dpop-max-age', read: 'number', multiple: false },
  { option: 'dpop', member: 'clockTolerance', flag: 'dpop-clock-tolerance', read: 'number', multiple: false },
  { option: 'allowInsecureLoopback', flag: 'insecure-loopback', read: 'true', multiple: false },
  { option: 'allowInsecureHosts', flag: 'insecure-host', read: 'list', multiple: true },
  { option: 'jwks', flag: 'jwks', read: 'keys', multiple: false },
  { option: 'metadataUrl', flag: 'metadata-url', read: 'keys', multiple: false },
  { option: 'requiredScope', flag: 'scope', read: 'words', multiple: true },
  { option: 'now', flag: 'now', read: 'time', multiple: false },
  { option: 'possession', flag: 'dpop-proof', read: 'proof', multiple: false },
  { option: 'possession', flag: 'dpop-method', read: 'proof', multiple: false },
  { option: 'possession', flag: 'dpop-url', read: 'proof', multiple: false },
  { option: 'possession', flag: 'client-certificate', read: 'proof', multiple: false }
]
