import { expect, it, vi } from 'vitest'
import { moves, movesFor } from './moves'
import { certificateTag, leftTag, ratingWords } from './providers'

const held = vi.hoisted(() => ({ permissions: [] as string[] }))
vi.mock('@/core/session', () => ({ session: { value: null }, can: (permission: string) => held.permissions.includes(permission) }))

it('offers the officials vetting, the organisation its own part', () => {
  held.permissions = ['provider.vet', 'provider.edit']
  expect(movesFor('organisations', 'applied').map((m) => m.title)).toEqual(['审核通过', '审核不通过', '清退'])
  expect(movesFor('organisations', 'active').map((m) => m.title)).toEqual(['暂停服务', '清退'])
  held.permissions = ['provider.edit']
  expect(movesFor('organisations', 'active')).toEqual([])
  expect(movesFor('organisations', 'refused').map((m) => m.title)).toEqual(['重新申请'])
  expect(movesFor('workers', 'suspended').map((m) => m.title)).toEqual(['登记离职'])
  expect(movesFor('facilities', 'paused').map((m) => m.title)).toEqual(['恢复运营'])
})

it('asks why whenever someone loses something', () => {
  expect(Object.values(moves).flat().filter((m) => m.danger && !m.why)).toEqual([])
})

it('says how long a certificate lasts, its last day included', () => {
  const today = '2026-11-22'
  const words = (expires: string, revoked = false) => certificateTag({ expires, revoked } as never, today).word
  expect([words('2026-11-22'), words('2026-11-21'), words('2026-12-22'), words('2026-12-23'), words(''), words('2020-01-01', true)]).toEqual([
    '今天到期', '已过期 1 天', '30 天后到期', '有效', '长期有效', '已作废',
  ])
  expect(leftTag(-3).tone).toBe('bad')
  expect(ratingWords({ rating_x100: 467, rating_count: 3 })).toBe('4.67 分（3 次评价）')
  expect(ratingWords({ rating_x100: 0, rating_count: 0 })).toBe('还没有评价')
})
