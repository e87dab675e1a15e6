import { describe, expect, it } from 'vitest'
import { change, hoursShown, placeOf, routesOf, startAt, teamAfter, timeAt, trialWords, visitTone, type Gantt } from './dayplan'

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

describe('the start of a move', () => {
  const slot = '2026-11-23T09:07:23.000+08:00'
  it('keeps the seconds of what was chosen', () => expect(startAt('09:07', slot)).toBe(slot))
  it('is the minute that was typed instead', () => expect(startAt('09:30', slot)).toBe('2026-11-23T09:30:00.000+08:00'))
  it('is nothing while no time stands there', () => expect(startAt('', slot)).toBe(''))
})

describe('the way of a carer', () => {
  const block = (visit_id: string) => ({ kind: 'visit', visit_id })
  const visit = (visit_id: string, lon_e6: number) => ({ visit_id, lon_e6, lat_e6: 35_000_000 })
  const gantt = { rows: [{ worker_id: '1', home_lon_e6: 115_000_000, home_lat_e6: 35_000_000, blocks: [block('a'), { kind: 'travel', visit_id: 'b' }, block('b'), block('c')] }], visits: [visit('a', 115_100_000), visit('b', 115_200_000), visit('c', 0)] } as unknown as Gantt
  it('goes from home over the visits by time and back; what has no place is left out', () => expect(routesOf(gantt, '1').map((l) => [l.from.lng, l.to.lng])).toEqual([[115, 115.1], [115.1, 115.2], [115.2, 115]]))
  it('is none for nobody', () => expect(routesOf(gantt, '')).toEqual([]))
})

it('a visit that lacks one of its two carers still waits', () => {
  expect(visitTone({ worker_ids: ['1'], workers_needed: 2, state: 'planned', clash: false })).toBe('warn')
  expect(visitTone({ worker_ids: ['1'], workers_needed: 1, state: 'planned', clash: false })).toBe('info')
  expect(visitTone({ worker_ids: ['1'], workers_needed: 1, state: 'staffed', clash: true })).toBe('bad')
})

describe('a drop on a line', () => {
  const pair = { worker_ids: ['1', '2'], workers_needed: 2 }
  it('gives a visit of one to her', () => expect(teamAfter({ worker_ids: ['1'], workers_needed: 1 }, '1', '3')).toEqual(['3']))
  it('changes the one of two it was dragged from', () => expect(teamAfter(pair, '2', '3')).toEqual(['1', '3']))
  it('moves both in time on her own line', () => expect(teamAfter(pair, '1', '1')).toEqual(['2', '1']))
  it('fills the open place of two', () => expect(teamAfter({ worker_ids: ['1'], workers_needed: 2 }, '', '3')).toEqual(['1', '3']))
})

describe('what a trial says', () => {
  const trial = { allowed: true, change_fen: 320, travel_change_min: 4, breaches: [] }
  it('is the price', () => expect(trialWords(trial)).toBe('可以，+¥3.20，路程 +4 分钟'))
  it('is the rule that forbids it before any other', () =>
    expect(trialWords({ ...trial, allowed: false, breaches: [{ rule: 'late', sentence: '会晚到。', forbidden: false }, { rule: 'skill', sentence: '缺少技能。', forbidden: true }] })).toBe('不可以：缺少技能。'))
})

describe('change', () => {
  it('says the sign', () => expect([change(0), change(320), change(-100)]).toEqual(['不变', '+¥3.20', '-¥1.00']))
})
