import { expect, it } from 'vitest'
import { bedWords, distanceWords, openingWords, questionOf } from './opening'

it('says when a place is open', () => {
  expect(openingWords([1, 2, 3, 4, 5, 6, 7], 480, 1080)).toBe('每天 08:00–18:00')
  expect(openingWords([5, 1, 2, 3, 4], 480, 1050)).toBe('周一至周五 08:00–17:30')
  expect(openingWords([1, 3, 5], 480, 720)).toBe('周一、三、五 08:00–12:00')
  expect(openingWords([], 480, 720)).toBe('')
})

it('says how far it is', () => {
  expect(distanceWords(420)).toBe('直线约 420 米')
  expect(distanceWords(2340)).toBe('直线约 2.3 公里')
  expect(distanceWords(null)).toBe('')
})

it('tells whether a bed is free', () => expect([bedWords({ beds: 20, beds_free: 3 }), bedWords({ beds: 20, beds_free: 0 })]).toEqual(['床位 20 张，空 3 张', '床位 20 张，没有空床']))
it('asks what the address says, and nothing else', () => expect(questionOf({ open_now: 'true', beds_free: 'x', kind: 'meal_point', q: '南关', other: '1' })).toEqual({ open_now: 'true', kinds: 'meal_point', q: '南关' }))
