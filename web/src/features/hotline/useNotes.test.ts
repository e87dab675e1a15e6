import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { effectScope, nextTick, ref } from 'vue'
import type { Call } from './calls'

const sent: { version: number; draft: string }[] = []
let answer: () => Promise<unknown>
vi.mock('@/api/client', async (original) => ({
  ...(await original<object>()),
  ok: (call: Promise<unknown>) => call,
  api: {
    PUT: (_: string, { body }: { body: { version: number; draft: string } }) => {
      sent.push(body)
      return answer()
    },
  },
}))
const { useNotes } = await import('./useNotes')

const callOf = (version: number, draft = '{}') => ({ id: '7', version, draft, state: 'answered' }) as Call
const scopes: ReturnType<typeof effectScope>[] = []
function open(call: Call, mine = true) {
  const current = ref<Call | undefined>(call)
  const own = ref(mine)
  const scope = effectScope()
  scopes.push(scope)
  return { current, own, ...scope.run(() => useNotes(() => current.value, () => own.value))! }
}

beforeEach(() => {
  vi.useFakeTimers()
  localStorage.clear()
  sent.length = 0
  answer = async () => ({ version: 3 })
})
afterEach(() => {
  scopes.splice(0).forEach((scope) => scope.stop())
  vi.useRealTimers()
})

it('keeps a word on this machine at once and on the server soon after', async () => {
  const { notes, state } = open(callOf(2))
  notes.complaint.text = '饭是凉的'
  await nextTick()
  expect(open(callOf(2)).notes.complaint.text).toBe('饭是凉的')
  await vi.advanceTimersByTimeAsync(1_000)
  expect(sent).toHaveLength(1)
  expect(sent[0].version).toBe(2)
  expect(JSON.parse(sent[0].draft).complaint.text).toBe('饭是凉的')
  expect(state.value).toBe('saved')
  expect(localStorage.length).toBe(0)
})

it('waits for the answer before it sends, and sends with the version that the answer left', async () => {
  const { notes, own, current } = open(callOf(1), false)
  notes.order.note = '请早点来'
  await vi.advanceTimersByTimeAsync(5_000)
  expect(sent).toEqual([])
  current.value = callOf(2)
  own.value = true
  await nextTick()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(sent.map((s) => s.version)).toEqual([2])
})

it('shows what the server kept, and what this machine kept later', async () => {
  expect(open(callOf(2, '{"wrap":{"note":"问助餐"}}')).notes.wrap.note).toBe('问助餐')
  expect(sent).toEqual([])
})

it('forgets the notes of a call that is over', async () => {
  const { notes, finish } = open(callOf(2))
  notes.wrap.note = '打错了'
  await nextTick()
  finish()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(sent).toEqual([])
  expect(localStorage.length).toBe(0)
})
