import { expect, it } from 'vitest'
import { addDays, ageOn, agoWords, clockOf, dateOf, dayWords, daysBetween, durationWords, instantOf, longDate, partOfDay, stamp, whenWords, monthWords } from './time'

const now = Date.parse('2026-11-22T09:10:00+08:00')

it('shows the clock of Shanghai wherever the browser is', () => {
  expect(dateOf('2026-11-21T23:30:00Z')).toBe('2026-11-22')
  expect(clockOf('2026-11-21T23:30:00.000Z')).toBe('07:30')
  expect(stamp('2026-11-22T09:00:00.000+08:00')).toBe('2026-11-22 09:00')
  expect(dateOf(instantOf('2026-11-22', '00:00'))).toBe('2026-11-22')
})

it('counts days over months and leap years', () => {
  expect(addDays('2028-02-28', 1)).toBe('2028-02-29')
  expect(addDays('2026-01-01', -1)).toBe('2025-12-31')
  expect(daysBetween('2026-11-22', '2026-12-01')).toBe(9)
})

it('names near days and dates far ones', () => {
  expect(dayWords('2026-11-22', now)).toBe('今天')
  expect(dayWords('2026-11-23', now)).toBe('明天')
  expect(dayWords('2026-11-21', now)).toBe('昨天')
  expect(dayWords('2026-12-01', now)).toBe('12月1日 周二')
  expect(dayWords('2027-01-03', now)).toBe('2027年1月3日')
  expect(whenWords('2026-11-23T14:00:00+08:00', now)).toBe('明天 14:00')
  expect(longDate('2026-11-22')).toBe('2026年11月22日 周日')
})

it('says how long ago or how soon', () => {
  expect(agoWords('2026-11-22T09:09:50+08:00', now)).toBe('刚刚')
  expect(agoWords('2026-11-22T08:58:00+08:00', now)).toBe('12 分钟前')
  expect(agoWords('2026-11-22T12:10:00+08:00', now)).toBe('3 小时后')
  expect(agoWords('2026-11-20T12:10:00+08:00', now)).toBe('11月20日 周五 12:10')
})

it('counts full years, the birthday included', () => {
  expect(ageOn('1944-11-22', '2026-11-22')).toBe(82)
  expect(ageOn('1944-11-23', '2026-11-22')).toBe(81)
})

it('speaks durations and parts of the day', () => {
  expect(durationWords(40)).toBe('40 分钟')
  expect(durationWords(120)).toBe('2 小时')
  expect(durationWords(95)).toBe('1 小时 35 分钟')
  expect(['06:00', '09:00', '12:00', '15:00', '19:00'].map(partOfDay)).toEqual(['清晨', '上午', '中午', '下午', '晚上'])
})

it('says a month as a sentence does', () => expect([monthWords('2026-11'), monthWords('2027-01')]).toEqual(['2026年11月', '2027年1月']))
