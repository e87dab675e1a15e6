import { expect, it } from 'vitest'
import { clockMinutes, clockWords, daysWords, hoursWords, readAt, writeAt } from './spec'

it('reads and writes at the path that the server names', () => {
  const values = { version: 1, elder: { name: '王秀英' } }
  expect(readAt(values, 'elder.name')).toBe('王秀英')
  writeAt(values, 'elder.phone', '13800000000')
  writeAt(values, 'reason', '核对')
  expect(values).toEqual({ version: 1, elder: { name: '王秀英', phone: '13800000000' }, reason: '核对' })
  expect(readAt(values, 'nobody.name')).toBeUndefined()
})

it('speaks minutes of the day as a clock', () => {
  expect(clockWords(510)).toBe('08:30')
  expect(clockWords(null)).toBe('')
  expect(clockMinutes('23:59')).toBe(1439)
  expect(clockMinutes('soon')).toBeNull()
})

it('says working days and hours as a person would', () => {
  expect(daysWords([5, 1, 2, 3, 4])).toBe('周一至周五')
  expect(daysWords([1, 3])).toBe('周一、周三')
  expect(hoursWords([1, 2, 3, 4, 5, 6, 7], 0, 1439)).toBe('每天，全天')
  expect(hoursWords([6, 7], 480, 1080)).toBe('周六、周日 08:00–18:00')
})
