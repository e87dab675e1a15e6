import { expect, it } from 'vitest'
import { tagOf } from './tag'

it('finds the number of a door tag in what its code says', () => {
  expect(tagOf(' PY-0042 ')).toBe('PY-0042')
  expect(tagOf('https://example.cn/t/PY-0042')).toBe('PY-0042')
  expect(tagOf('https://example.cn/door?tag=PY-0043&x=1')).toBe('PY-0043')
  expect(tagOf('https://')).toBe('')
  expect(tagOf('9'.repeat(100))).toHaveLength(64)
})
