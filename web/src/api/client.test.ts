import { afterEach, expect, it, vi } from 'vitest'
import { api, asProblem, keyHeader, list, ok, raw, whenSignedOut, withKey, type ProblemError } from './client'

function answer(status: number, body: unknown = {}) {
  const fetch = vi.fn(async (_request: Request | string, _init?: RequestInit) =>
    new Response(status === 204 ? null : JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } }),
  )
  vi.stubGlobal('fetch', fetch)
  return fetch
}
const login = { body: { username: 'a', password: 'b' } }
const sentKey = (fetch: ReturnType<typeof answer>, call = 0) => (fetch.mock.calls[call][0] as Request).headers.get(keyHeader)

afterEach(() => {
  vi.unstubAllGlobals()
  whenSignedOut(() => {})
})

it('gives every mutation a key of its own, or the one it is told', async () => {
  const fetch = answer(200)
  const reveal = { params: { path: { id: '7' } }, body: { field: 'phone' as const, reason: 'x' } }
  await api.POST('/api/elders/{id}/reveal', reveal)
  await api.POST('/api/elders/{id}/reveal', reveal)
  await api.POST('/api/elders/{id}/reveal', { ...reveal, ...withKey('the-key-1') })
  expect(sentKey(fetch)).toMatch(/^[\da-f-]{36}$/)
  expect(sentKey(fetch, 1)).not.toBe(sentKey(fetch))
  expect(sentKey(fetch, 2)).toBe('the-key-1')
})

it('asks without a key when nothing changes', async () => {
  const fetch = answer(200, { items: [] })
  await api.GET('/api/regions/children', { params: { query: { parent: '' } } })
  expect(sentKey(fetch)).toBeNull()
})

it('makes the load of a list from its path', async () => {
  const fetch = answer(200, { items: [{ code: '410902000000' }], next: null })
  const page = await list('/api/regions/children', { query: { parent: '410900000000' } })({ limit: '50' })
  expect((fetch.mock.calls[0][0] as Request).url).toMatch(/\/api\/regions\/children\?parent=410900000000&limit=50$/)
  expect(page.items[0].code).toBe('410902000000')
})

it('turns problem+json into a ProblemError with its fields', async () => {
  answer(422, { code: 'invalid', title: '有几处需要修改。', errors: [{ field: 'phone', label: '电话', message: '请填写。' }] })
  const problem = await ok(api.POST('/api/session', login)).catch((cause: ProblemError) => cause)
  expect(problem).toMatchObject({ status: 422, code: 'invalid', message: '有几处需要修改。', undecided: false })
  expect((problem as ProblemError).of('phone')).toBe('请填写。')
})

it('has a sentence of its own when the server sends none', async () => {
  vi.stubGlobal('fetch', async () => new Response('<html>bad gateway</html>', { status: 503 }))
  const problem = await raw('/api/x').catch((cause: ProblemError) => cause)
  expect(problem).toMatchObject({ status: 503, message: '系统繁忙，请稍后再试。', undecided: true })
})

it('calls the unreachable server "no answer"', async () => {
  vi.stubGlobal('fetch', async () => {
    throw new TypeError('Failed to fetch')
  })
  const problem = asProblem(await raw('/api/x').catch((cause: unknown) => cause))
  expect(problem).toMatchObject({ status: 0, undecided: true, message: '网络不通，请检查网络后重试。' })
})

it('tells the shell when the session is gone, but not when a login fails', async () => {
  const gone = vi.fn()
  whenSignedOut(gone)
  answer(401)
  await api.POST('/api/session', login).catch(() => {})
  expect(gone).not.toHaveBeenCalled()
  await api.GET('/api/regions/children').catch(() => {})
  expect(gone).toHaveBeenCalledTimes(1)
})
