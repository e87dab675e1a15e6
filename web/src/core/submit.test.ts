import { expect, it, vi } from 'vitest'
import { keyHeader, ProblemError } from '@/api/client'
import { createKeyKeeper, useAct, type KeyedInit } from './submit'

const keyOf = (init: KeyedInit) => init.headers[keyHeader]
const noAnswer = new ProblemError(0, 'network', '网络不通', '')
const refusal = new ProblemError(409, 'moved', '情况已变化', '')

async function keysOf(outcomes: (ProblemError | null)[], contents: unknown[]) {
  const send = createKeyKeeper()
  const keys: string[] = []
  for (const [n, outcome] of outcomes.entries()) {
    const call = (init: KeyedInit) => {
      keys.push(keyOf(init))
      return outcome ? Promise.reject(outcome) : Promise.resolve('ok')
    }
    await send(contents[n], call).catch(() => {})
  }
  return keys
}

it('repeats the same key while nobody knows whether it was done', async () => {
  const [first, second, third] = await keysOf([noAnswer, new ProblemError(503, 'busy', '', ''), null], ['a', 'a', 'a'])
  expect(second).toBe(first)
  expect(third).toBe(first)
})

it('takes a new key after an answer, and for other content', async () => {
  const [refused, after] = await keysOf([refusal, null], ['a', 'a'])
  expect(after).not.toBe(refused)
  const [one, two] = await keysOf([noAnswer, null], ['a', 'b'])
  expect(two).not.toBe(one)
  const [done, again] = await keysOf([null, null], ['a', 'a'])
  expect(again).not.toBe(done)
})

it('ignores the second press while the first runs, and keeps the problem', async () => {
  let finish: (value: string) => void = () => {}
  const call = vi.fn(() => new Promise<string>((resolve) => (finish = resolve)))
  const act = useAct(call)
  const running = act.run(null)
  expect(act.busy).toBe(true)
  expect(await act.run(null)).toBeNull()
  finish('done')
  expect(await running).toBe('done')
  expect(call).toHaveBeenCalledTimes(1)

  const failing = useAct(() => Promise.reject(refusal))
  expect(await failing.run(null)).toBeNull()
  expect(failing.problem?.title).toBe('情况已变化')
  expect(failing.busy).toBe(false)
})
