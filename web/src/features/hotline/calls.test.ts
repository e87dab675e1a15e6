import { expect, it } from 'vitest'
import { byUrgency, timerWord, untilWord, type CallRow } from './calls'

const at = (clock: string) => `2026-11-22T${clock}+08:00`
const now = Date.parse(at('09:01:15'))

it('counts a call in minutes and seconds', () => {
  expect(timerWord(at('09:00:00'), now)).toBe('1:15')
  expect(timerWord(at('09:02:00'), now)).toBe('0:00')
  expect(timerWord(null, now)).toBe('')
})

it('says how long there is left, and how late it is', () => {
  expect(untilWord(at('09:01:55'), now)).toBe('还有 40 秒')
  expect(untilWord(at('09:00:40'), now)).toBe('超时 35 秒')
  expect(untilWord(at('09:21:15'), now)).toBe('还有 20 分钟')
})

it('puts emergencies before everybody else, then who has waited longest', () => {
  const row = (id: string, rang_at: string, emergency_at: string | null = null) => ({ id, rang_at, emergency_at }) as unknown as CallRow
  const sorted = byUrgency([row('new', at('09:01:10')), row('old', at('09:00:40')), row('sos', at('09:01:14'), at('09:01:14'))])
  expect(sorted.map((c) => c.id)).toEqual(['sos', 'old', 'new'])
})
