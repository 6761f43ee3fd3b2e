// The part of Workers' own module that is used. Older runtimes do not export it.
declare module 'cloudflare:workers' {
  export const waitUntil: ((promise: Promise<unknown>) => void) | undefined
}
