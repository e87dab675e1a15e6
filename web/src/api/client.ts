import createClient, { type Middleware } from 'openapi-fetch'
import type { paths } from './schema'
import { problemOf, ProblemError } from './problem'

export type { components, paths } from './schema'

/** What a route answers: `Answer<'/api/orders/{id}'>`, `Answer<'/api/orders', 'post'>`. */
export type Answer<Path extends keyof paths, Method extends 'get' | 'post' | 'put' | 'patch' | 'delete' = 'get'> =
  paths[Path] extends Record<Method, { responses: { 200: { content: { 'application/json': infer Body } } } }> ? Body : never

/** What a route takes: `Sent<'/api/orders/{id}/cancel'>`. */
export type Sent<Path extends keyof paths, Method extends 'post' | 'put' = 'post'> =
  paths[Path] extends Record<Method, { requestBody?: { content: { 'application/json': infer Body } } }> ? Body : never

/** One row of a list route: `Row<'/api/orders'>`. */
export type Row<Path extends keyof paths> = Answer<Path> extends { items: (infer Item)[] } ? Item : never
export { asProblem, ProblemError, type FieldError } from './problem'

let onSignedOut: () => void = () => {}

/** Called once by each shell: what to do when the session is gone. */
export function whenSignedOut(handler: () => void): void {
  onSignedOut = handler
}

export const keyHeader = 'Idempotency-Key'
export const newKey = (): string => crypto.randomUUID()

/** `api.POST(path, { body, ...withKey(key) })` sends that key; without it every call gets a new one. */
export const withKey = (key: string) => ({ headers: { [keyHeader]: key } })

const conventions: Middleware = {
  onRequest({ request }) {
    if (request.method !== 'GET' && request.method !== 'HEAD' && !request.headers.has(keyHeader)) {
      request.headers.set(keyHeader, newKey())
    }
    return request
  },
  async onResponse({ response, schemaPath }) {
    if (response.ok) return
    if (response.status === 401 && !/^\/api\/session(\/|$)/.test(schemaPath)) onSignedOut()
    throw await problemOf(response)
  },
}

export const api = createClient<paths>({
  baseUrl: location.origin,
  credentials: 'same-origin',
  fetch: (request) => fetch(request),
})
api.use(conventions)

/** The data of a call that succeeded; a failed call has already thrown its ProblemError. */
export async function ok<T>(call: Promise<{ data?: T }>): Promise<T> {
  return (await call).data as T
}

/** A page of a list, as every list route answers. */
export interface Page<Row> {
  items: Row[]
  next?: string | null
  total?: number | null
}

/** Routes that answer with a list. */
export type ListPath = { [Path in keyof paths]: Answer<Path> extends { items: unknown[] } ? Path : never }[keyof paths]

/**
 * The `load` of a PageList: `list('/api/orders')`, `list('/api/elders/{id}/orders', { path: { id } })`. The query comes from the
 * URL as text; the server checks it and says in Chinese what is wrong.
 */
export function list<Path extends ListPath>(path: Path, params: { path?: Record<string, string>; query?: Record<string, string> } = {}) {
  return (query: Record<string, string>): Promise<Page<Row<Path>>> =>
    ok(api.GET(path as never, { params: { ...params, query: { ...params.query, ...query } } } as never))
}

/** For routes outside the typed client (file download, upload in parts): same conventions, raw response. */
export async function raw(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers)
  if (init.method && init.method !== 'GET' && !headers.has(keyHeader)) headers.set(keyHeader, newKey())
  const response = await fetch(path, { credentials: 'same-origin', ...init, headers })
  if (response.ok) return response
  if (response.status === 401) onSignedOut()
  throw await problemOf(response)
}

export function isProblem(cause: unknown, code?: string): cause is ProblemError {
  return cause instanceof ProblemError && (code === undefined || cause.code === code)
}
