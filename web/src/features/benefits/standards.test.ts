import { expect, it } from 'vitest'
import { itemsOf, measured, placesOf, rangeAround, valueAt, valueFor, type Standard } from './standards'

const row = (item: string, region: string | null, region_name: string, from: string, value: string, to: string | null = null) => ({ item, region, region_name, from, to, value }) as Standard
const rows = [
  row('津贴.八十', null, '全国', '2023-01', '40元'),
  row('津贴.八十', '410900000000', '濮阳市', '2024-01', '50元'),
  row('津贴.八十', '410900000000', '濮阳市', '2026-01', '55元'),
  row('津贴.八十', '410927000000', '台前县', '2025-01', '70元', '2026-12'),
  row('低保.城镇', null, '全国', '2023-01', '650元/人'),
]

it('finds the value of a month where it is set, and otherwise around it', () => {
  expect(itemsOf(rows)).toEqual(['津贴.八十', '低保.城镇'])
  expect(valueAt(rows, '津贴.八十', '410900000000', '2025-12')?.value).toBe('50元')
  expect(valueAt(rows, '津贴.八十', '410902000000', '2026-11')).toBeNull()
  expect(valueFor(rows, '津贴.八十', '410902000000', '2026-11')?.value).toBe('55元')
  expect(valueFor(rows, '津贴.八十', '410927000000', '2026-12')?.value).toBe('70元')
  expect(valueFor(rows, '津贴.八十', '410927000000', '2027-01')?.value).toBe('55元')
  expect(valueFor(rows, '低保.城镇', '410900000000', '2027-01')?.value).toBe('650元/人')
  expect(valueFor(rows, '没有的', '410900000000', '2027-01')).toBeNull()
})

it('offers the places where an item is set and those of one’s own', () => {
  expect(placesOf(rows, '低保.城镇', [{ code: '410900000000', name: '濮阳市' }]).map((p) => p.label)).toEqual(['濮阳市', '全国'])
})

it('proposes a range that holds the value', () => {
  expect(measured('650元/人')).toEqual([650, '元/人'])
  expect(measured('是')).toBeNull()
  expect(rangeAround('50元')).toEqual({ lowest: '25元', highest: '75元', step: '5元' })
  expect(rangeAround('2.5元')).toEqual({ lowest: '1元', highest: '4元', step: '0.3元' })
  expect(rangeAround('否')).toBeNull()
})
