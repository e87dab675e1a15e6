import { expect, it } from 'vitest'
import { distanceWords, openingWords } from './opening'

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
