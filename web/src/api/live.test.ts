import { QueryClient } from '@tanstack/vue-query'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { concerns, followLive, onChange } from './live'

class FakeSource {
  static all: FakeSource[] = []
  onopen: (() => void) | null = null
  onerror: (() => void) | null = null
  closed = false
  private heard = new Map<string, (event: { data: string }) => void>()
  constructor(readonly url: string) {
    FakeSource.all.push(this)
  }
  addEventListener(name: string, listener: (event: { data: string }) => void) {
    this.heard.set(name, listener)
  }
  say(subject: string, id: string) {
    this.heard.get('changed')?.({ data: JSON.stringify({ subject, id }) })
  }
  full() {
    this.heard.get('full')?.({ data: '{}' })
  }
  close() {
    this.closed = true
  }
}

beforeEach(() => {
  FakeSource.all = []
  vi.useFakeTimers()
  vi.stubGlobal('EventSource', FakeSource)
})
afterEach(() => vi.unstubAllGlobals())

it('knows which queries a change concerns', () => {
  const change = { subject: 'order', id: '12' }
  expect(concerns(['order', 'list', 'board', {}], change)).toBe(true)
  expect(concerns(['order', '12'], change)).toBe(true)
  expect(concerns(['order', '13'], change)).toBe(false)
  expect(concerns(['elder', '12'], change)).toBe(false)
})

it('gathers a burst of changes into one refetch', () => {
  const queries = new QueryClient()
  const invalidate = vi.spyOn(queries, 'invalidateQueries')
  const heard = vi.fn()
  const quiet = onChange(heard)
  const stop = followLive(queries)
  for (let n = 0; n < 20; n++) FakeSource.all[0].say('order', String(n))
  expect(invalidate).not.toHaveBeenCalled()
  vi.advanceTimersByTime(300)
  expect(invalidate).toHaveBeenCalledTimes(1)
  expect(heard).toHaveBeenCalledTimes(20)
  quiet()
  stop()
  expect(FakeSource.all[0].closed).toBe(true)
})

it('comes back by itself, slower each time, and then refetches everything', () => {
  const queries = new QueryClient()
  const invalidate = vi.spyOn(queries, 'invalidateQueries')
  const stop = followLive(queries)
  FakeSource.all[0].onopen?.()
  FakeSource.all[0].onerror?.()
  vi.advanceTimersByTime(1_000)
  expect(FakeSource.all).toHaveLength(2)
  FakeSource.all[1].onerror?.()
  vi.advanceTimersByTime(1_500)
  expect(FakeSource.all).toHaveLength(2)
  vi.advanceTimersByTime(500)
  expect(FakeSource.all).toHaveLength(3)
  expect(invalidate).not.toHaveBeenCalled()
  FakeSource.all[2].onopen?.()
  expect(invalidate).toHaveBeenCalledTimes(1)
  stop()
})

it('waits a minute when the server has no room', () => {
  const stop = followLive(new QueryClient())
  FakeSource.all[0].full()
  expect(FakeSource.all[0].closed).toBe(true)
  vi.advanceTimersByTime(59_000)
  expect(FakeSource.all).toHaveLength(1)
  vi.advanceTimersByTime(1_000)
  expect(FakeSource.all).toHaveLength(2)
  stop()
})
