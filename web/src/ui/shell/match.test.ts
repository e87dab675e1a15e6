import { expect, it } from 'vitest'
import { matches } from './match'

it('finds by any words in any order, by pinyin too', () => {
  expect(matches('新建', '新建订单', 'xinjian xjdd')).toBe(true)
  expect(matches('XJDD', '新建订单', 'xinjian xjdd')).toBe(true)
  expect(matches('订单 xinjian', '新建订单', 'xinjian xjdd')).toBe(true)
  expect(matches('老人', '新建订单', 'xinjian xjdd')).toBe(false)
  expect(matches('', '新建订单')).toBe(true)
})
