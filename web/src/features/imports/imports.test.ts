import { expect, it } from 'vitest'
import { doubled, percent, sizeWords } from './imports'

it('says how far a job is', () => {
  expect(percent({ position: 0, rows_total: 0 })).toBeNull()
  expect(percent({ position: 999, rows_total: 1000 })).toBe(99)
  expect(percent({ position: 1000, rows_total: 1000 })).toBe(100)
})

it('finds fields that two columns fill', () => {
  expect([...doubled([{ field: 'name' }, { field: '' }, { field: '' }, { field: 'name' }, { field: 'phone' }])]).toEqual(['name'])
})

it('words sizes', () => {
  expect(sizeWords(120)).toBe('1 KB')
  expect(sizeWords(12_340_000)).toBe('12.3 MB')
})
