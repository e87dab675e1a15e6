import { describe, expect, it } from 'vitest'
import { farDays, nearSlots, slotsOf, windowWords } from './slots'

const at = (clock: string) => Date.parse(`2026-11-22T${clock}:00+08:00`)

describe('half days', () => {
  it('offers both halves of today early in the morning', () => {
    expect(slotsOf('2026-11-22', at('06:00')).map((slot) => slot.from.slice(11, 16))).toEqual(['08:00', '14:00'])
  })
  it('begins an hour from now, on the half hour, when the half has begun', () => {
    expect(slotsOf('2026-11-22', at('09:10'))[0].from).toBe('2026-11-22T10:30:00.000+08:00')
  })
  it('drops a half in which nobody could come any more', () => {
    expect(slotsOf('2026-11-22', at('10:40')).map((slot) => slot.words)).toEqual(['今天下午'])
    expect(nearSlots(at('20:00')).map((slot) => slot.words)).toEqual(['明天上午', '明天下午'])
  })
  it('goes on after tomorrow', () => {
    expect(farDays(at('09:00'))[0]).toMatchObject({ date: '2026-11-24', words: '后天' })
  })
  it('says a window as a person would', () => {
    expect(windowWords('2020-01-02T08:00:00.000+08:00', '2020-01-02T12:00:00.000+08:00')).toBe('2020年1月2日上午 8 点到 12 点')
    expect(windowWords('2020-01-02T14:30:00.000+08:00')).toBe('2020年1月2日下午 2 点半')
  })
})
