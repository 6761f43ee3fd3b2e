export * from '../dpop/replay-stores.js'
export * from '../keys/stores.js'
