import { expect, it } from 'vitest'
import { clockWord, daysWords, minuteOf, rhythm } from './plans'

it('says the days of a week as a person would', () => {
  expect(daysWords([4, 1])).toBe('每周一、四')
  expect(daysWords([1, 2, 3, 4, 5])).toBe('周一到周五')
  expect(daysWords([6, 7])).toBe('每个周末')
  expect(daysWords([1, 2, 3, 4, 5, 6, 7])).toBe('每天')
})

it('turns minutes of the day into a clock and back', () => {
  expect(clockWord(545)).toBe('09:05')
  expect(minuteOf(clockWord(1439))).toBe(1439)
})

it('says the rhythm of a plan in one line', () => {
  expect(rhythm({ weekdays: [2], start_min: 870, window_min: 30 })).toBe('每周二下午 14:30，可推迟 30 分钟')
  expect(rhythm({ weekdays: [7], start_min: 540, window_min: 0 })).toBe('每周日上午 09:00')
})
