import { expect, it } from 'vitest'
import { answersOf, byChoice, missing } from './callbacks'

it('offers words where the question asks for yes or no', () => {
  expect(byChoice('有没有另外收钱？')).toBe(false)
  expect(byChoice('最近有人上门服务吗？')).toBe(true)
})

it('reads answers and nothing else', () => {
  expect(answersOf('["是","助浴"]')).toEqual(['是', '助浴'])
  expect(answersOf('')).toEqual([])
  expect(answersOf('{"a":1}')).toEqual([])
  expect(answersOf('[half')).toEqual([])
})

it('names the questions that are still open', () => {
  expect(missing(['一', '二', '三'], ['是', '  '])).toEqual([2, 3])
})
