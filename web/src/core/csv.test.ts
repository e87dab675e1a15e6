import { expect, it } from 'vitest'
import { csvOf } from './csv'

it('quotes what needs quotes and keeps numbers', () => {
  expect(csvOf([['区划', '下单数'], ['甲,乙 "丙"', 12], ['丁', null]])).toBe('\ufeff区划,下单数\r\n"甲,乙 ""丙""",12\r\n丁,\r\n')
})

it('never hands a formula to a spreadsheet', () => {
  expect(csvOf([['=1+1', '-2', '@x', -2]])).toBe("\ufeff'=1+1,'-2,'@x,-2\r\n")
})
