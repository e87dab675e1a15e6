import { describe, expect, it } from 'vitest'
import { capitals, kindOf, monthBefore, monthWords, over, restWords, sum } from './settlement'

describe('money as it is signed', () => {
  it.each([
    [0, '零元整'],
    [246200, '贰仟肆佰陆拾贰元整'],
    [5, '伍分'],
    [1050, '壹拾元伍角整'],
    [100001, '壹仟元零壹分'],
    [1000100, '壹万零壹元整'],
    [1234567, '壹万贰仟叁佰肆拾伍元陆角柒分'],
    [10000000, '壹拾万元整'],
    [100020000, '壹佰万零贰佰元整'],
    [101000000, '壹佰零壹万元整'],
    [10000000100, '壹亿零壹元整'],
    [-20400, '负贰佰零肆元整'],
  ])('%i fen is %s', (fen, words) => expect(capitals(fen)).toBe(words))
})

it('knows which months are over', () => {
  expect(over('2026-10', '2026-11-22')).toBe(true)
  expect(over('2026-11', '2026-11-30')).toBe(false)
  expect([monthBefore('2026-01'), monthBefore('2026-11')]).toEqual(['2025-12', '2026-10'])
  expect(monthWords('2026-03')).toBe('2026年3月')
})

it('a closing says what is left to close', () => {
  const row = { receipts: 3, total_fen: 15_000, files: 1, closed: [] }
  expect(restWords(row)).toBe('3 张结算单，合计 ¥150.00。')
  expect(restWords({ ...row, files: 2 })).toBe('含合并前的档案，共 3 张结算单，合计 ¥150.00。')
  expect(restWords({ ...row, files: 2, closed: [{ id: '1', state: 'closed', region_name: '', receipts: 2, total_fen: 9_000 }] })).toBe('已经结账的不再变动。余下 1 张结算单，合计 ¥60.00。')
})

it('lines make the total, reversals included', () => {
  expect(sum([{ amount_fen: 5000 }, { amount_fen: -5000 }, { amount_fen: 1200 }])).toBe(1200)
  expect([kindOf('fund'), kindOf('x'), kindOf(undefined)]).toEqual(['fund', 'provider', 'provider'])
})
