import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createSaver, type SaverState } from './saver'

let sent: string[]
let states: SaverState[]
let answer: () => Promise<void>

const make = () =>
  createSaver({
    save: (text) => {
      sent.push(text)
      return answer()
    },
    again: (cause) => cause === 'no answer',
    tell: (state) => states.push(state),
    settle_ms: 500,
    retry_ms: 3_000,
  })

beforeEach(() => {
  vi.useFakeTimers()
  sent = []
  states = []
  answer = () => Promise.resolve()
})
afterEach(() => vi.useRealTimers())

it('waits for a pause in typing and sends the last text only', async () => {
  const saver = make()
  for (const text of ['a', 'ab', 'abc']) {
    saver.change(text)
    await vi.advanceTimersByTimeAsync(200)
  }
  expect(sent).toEqual([])
  await vi.advanceTimersByTimeAsync(500)
  expect(sent).toEqual(['abc'])
  expect(states.at(-1)).toBe('saved')
})

it('never has two requests under way, and sends what came meanwhile', async () => {
  const pending: (() => void)[] = []
  answer = () => new Promise((resolve) => pending.push(resolve))
  const saver = make()
  saver.change('a')
  await vi.advanceTimersByTimeAsync(500)
  saver.change('ab')
  await vi.advanceTimersByTimeAsync(5_000)
  expect(sent).toEqual(['a'])
  pending[0]()
  await vi.advanceTimersByTimeAsync(0)
  expect(sent).toEqual(['a', 'ab'])
})

it('tries again when there was no answer', async () => {
  answer = () => Promise.reject('no answer')
  const saver = make()
  saver.change('a')
  await vi.advanceTimersByTimeAsync(500)
  expect(states.at(-1)).toBe('waiting')
  answer = () => Promise.resolve()
  await vi.advanceTimersByTimeAsync(3_000)
  expect(sent).toEqual(['a', 'a'])
  expect(states.at(-1)).toBe('saved')
})

it('stops at a refusal and says so', async () => {
  answer = () => Promise.reject('refused')
  const saver = make()
  saver.change('a')
  await vi.advanceTimersByTimeAsync(60_000)
  expect(sent).toEqual(['a'])
  expect(states.at(-1)).toBe('failed')
})

it('flushes at once and then rests', async () => {
  const saver = make()
  saver.change('a')
  await saver.flush()
  expect(sent).toEqual(['a'])
  saver.stop()
  saver.change('b')
  await vi.advanceTimersByTimeAsync(60_000)
  expect(sent).toEqual(['a'])
})
