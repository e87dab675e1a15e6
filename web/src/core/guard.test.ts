import { expect, it } from 'vitest'
import { safeReturn } from './guard'

it('returns only to pages of this site', () => {
  expect(safeReturn('/orders?state=placed')).toBe('/orders?state=placed')
  for (const evil of ['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)', undefined, ['/a']]) {
    expect(safeReturn(evil)).toBe('/')
  }
})
