import { describe, expect, it } from 'vitest'
import { change, hoursShown, placeOf, timeAt } from './dayplan'

const empty = { rows: [], visits: [] }

describe('the axis of the board', () => {
  it('shows at least eight hours', () => expect(hoursShown(empty)).toEqual({ from: 8, to: 16 }))
  it('grows to whole hours around what is on it', () => {
    const visits = [{ planned_start: '2026-11-23T06:40:00.000+08:00', planned_end: '2026-11-23T18:10:00.000+08:00' }] as never
    expect(hoursShown({ rows: [], visits })).toEqual({ from: 6, to: 19 })
  })
  it('puts an instant in its place and back', () => {
    const shown = { from: 8, to: 16 }
    expect(placeOf('2026-11-23T12:00:00.000+08:00', shown)).toBe(50)
    expect(timeAt(0.5, shown, '2026-11-23')).toContain('12:00')
    expect(timeAt(0.504, shown, '2026-11-23')).toContain('12:00')
    expect(timeAt(2, { from: 8, to: 24 }, '2026-11-23')).toContain('23:55')
  })
})

describe('change', () => {
  it('says the sign', () => expect([change(0), change(320), change(-100)]).toEqual(['不变', '+¥3.20', '-¥1.00']))
})
