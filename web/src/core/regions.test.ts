import { expect, it } from 'vitest'
import { ancestors, levelOf, within } from './regions'

it('reads the level from the digits', () => {
  expect(['410900000000', '410902000000', '410902006000', '410902006001'].map(levelOf)).toEqual(['city', 'county', 'street', 'community'])
})

it('knows what lies inside what', () => {
  expect(within('410902006001', '410902000000')).toBe(true)
  expect(within('410902006001', '410902006000')).toBe(true)
  expect(within('410922001001', '410902000000')).toBe(false)
  expect(within('410900000000', '410902000000')).toBe(false)
  expect(within('410902006001', '410902006001')).toBe(true)
})

it('lists the way up, city first', () => {
  expect(ancestors('410902006001')).toEqual(['410900000000', '410902000000', '410902006000'])
  expect(ancestors('410900000000')).toEqual([])
})
