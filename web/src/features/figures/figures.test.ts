import { describe, expect, it } from 'vitest'
import { change, classesOf, elderQuery, measureOf, metricWords, responseBands, words } from './figures'
import { before, periodOf } from './period'

describe('period', () => {
  const today = '2026-03-01'
  it('is the last 30 days unless the address says another', () => {
    expect(periodOf({}, today)).toEqual({ key: '30d', from: '2026-01-31', to: today })
    expect(periodOf({ period: 'last_month' }, today)).toEqual({ key: 'last_month', from: '2026-02-01', to: '2026-02-28' })
    expect(periodOf({ from: '2026-02-10', to: '2026-02-12' }, today)).toEqual({ key: 'own', from: '2026-02-10', to: '2026-02-12' })
  })
  it('never asks for what the server refuses', () => {
    for (const query of [{ from: '2026-03-02', to: '2026-03-01' }, { from: '2020-01-01', to: today }, { from: 'x', to: today }, { period: 'nonsense' }]) {
      expect(periodOf(query, today).key).toBe('30d')
    }
  })
  it('compares with as many days just before', () => {
    expect(before({ from: '2026-02-10', to: '2026-02-12' })).toEqual({ from: '2026-02-07', to: '2026-02-09' })
    expect(before({ from: today, to: today })).toEqual({ from: '2026-02-28', to: '2026-02-28' })
  })
})

describe('words', () => {
  it('follow the kind of number; nothing to divide by is no number', () => {
    expect([words(849, 'permille'), words(246200, 'fen'), words(98, 'minutes'), words(1234, 'count'), words(null, 'permille')]).toEqual([
      '84.9%', '¥2,462.00', '1 小时 38 分钟', '1,234', '—',
    ])
  })
  it('say whether a change is good', () => {
    expect(change(849, 800, measureOf('satisfied_permille'))).toEqual({ words: '较上期增加 4.9 个百分点', better: true })
    expect(change(5, 2, measureOf('complaints'))).toEqual({ words: '较上期增加 3', better: false })
    expect(change(5, 9, measureOf('orders_placed'))).toEqual({ words: '较上期减少 4', better: undefined })
    expect(change(5, null, measureOf('complaints'))).toBeNull()
  })
  it('name every metric that has rows', () => {
    for (const band of responseBands) expect(metricWords[band.key]).toBe(`应答：${band.title}`)
    expect(metricWords.settled_fen).toBe('结算金额')
  })
})

describe('classes', () => {
  it('are round, at most five, and hold every value', () => {
    const values = [6, 15, 16, 17, null, 43]
    const { legend, level } = classesOf(values, 'count')
    expect(legend).toEqual(['0 起', '10 起', '20 起', '30 起', '40 起'])
    expect(values.map(level)).toEqual([0, 1, 1, 1, null, 4])
  })
  it('are quarters where halves would be too coarse', () => {
    expect(classesOf([0, 98], 'count').legend).toEqual(['0 起', '25 起', '50 起', '75 起'])
  })
  it('are one when all are the same, none when nothing is known', () => {
    expect(classesOf([3, 3], 'count').legend).toEqual(['3'])
    expect(classesOf([null], 'count').legend).toEqual([])
  })
})

it('elders behind a number are asked for in the words of the register', () => {
  expect(elderQuery('ages', '80_89', '410902000000')).toEqual({ region: '410902000000', age_min: '80', age_max: '89' })
  expect(elderQuery('ages', 'under_60', null)).toEqual({ age_max: '59' })
  expect(elderQuery('labels', 'disabled', null)).toEqual({ label: 'disabled' })
  expect(elderQuery('sexes', 'female', null)).toEqual({ sex: 'female' })
})
