import { expect, it } from 'vitest'
import { parseYuan, yuan, yuanWords } from './money'

it('writes fen as yuan with separators and two decimals', () => {
  expect(yuan(123450)).toBe('¥1,234.50')
  expect(yuan(5)).toBe('¥0.05')
  expect(yuan(-100000)).toBe('-¥1,000.00')
  expect(yuan(null)).toBe('—')
})

it('stays exact where floating point would not', () => {
  expect(yuan(9_007_199_254_740_991)).toBe('¥90,071,992,547,409.91')
  expect(parseYuan('0.29')).toBe(29)
  expect(parseYuan('1.1')).toBe(110)
})

it('speaks short amounts for elders', () => {
  expect(yuanWords(1200)).toBe('12 元')
  expect(yuanWords(1250)).toBe('12 元 5 角')
  expect(yuanWords(50)).toBe('5 角')
  expect(yuanWords(1253)).toBe('12.53 元')
})

it('reads what people type and refuses what is no amount', () => {
  expect(parseYuan('¥1,234.5')).toBe(123450)
  expect(parseYuan('-3')).toBe(-300)
  for (const bad of ['', 'abc', '1.234', '1..2', '--1', '999999999999']) expect(parseYuan(bad)).toBeNull()
})
