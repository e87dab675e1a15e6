import { beforeEach, expect, it } from 'vitest'
import { dropView, plainQuery, sameQuery, savedViews, saveView } from './views'

beforeEach(() => localStorage.clear())

it('keeps named views per list, the latest under a name winning', () => {
  saveView('orders', { title: '我的', query: { state: 'placed' } })
  saveView('orders', { title: '我的', query: { state: 'done' } })
  saveView('elders', { title: '高龄', query: { age_from: '80' } })
  expect(savedViews('orders')).toEqual([{ title: '我的', query: { state: 'done' } }])
  expect(JSON.parse(localStorage.getItem('yilin-views:orders')!)).toHaveLength(1)
  dropView('orders', '我的')
  expect(savedViews('orders')).toEqual([])
})

it('compares and cleans queries', () => {
  expect(sameQuery({ a: '1' }, { a: '1' })).toBe(true)
  expect(sameQuery({ a: '1' }, { a: '1', b: '2' })).toBe(false)
  expect(plainQuery({ a: '1', b: ['x'], c: '', d: null })).toEqual({ a: '1' })
})
