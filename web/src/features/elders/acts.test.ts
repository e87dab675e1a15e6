import { expect, it, vi } from 'vitest'
import { acts, actsFor } from './acts'

const held = vi.hoisted(() => ({ permissions: [] as string[], roles: ['official'] }))
vi.mock('@/core/session', () => ({ session: { value: { city: { code: '410900000000', name: '濮阳市' }, roles: held.roles } }, can: (permission: string) => held.permissions.includes(permission) }))

it('offers what fits the state of the file, to those who decide', () => {
  held.permissions = ['elder.decide']
  expect(actsFor('active').map((a) => a.title)).toEqual(['辖区内迁移', '移交迁出', '迁出本市', '死亡登记'])
  expect(actsFor('dead').map((a) => a.title)).toEqual(['更正误登记'])
  expect(actsFor('moved_away').map((a) => a.title)).toEqual(['死亡登记', '更正误登记'])
  expect(actsFor('merged')).toEqual([])
  held.roles.splice(0)
  expect(actsFor('dead')).toEqual([])
  expect(actsFor('moved_away').map((a) => a.title)).toEqual(['死亡登记', '更正误登记'])
  held.roles.push('official')
  held.permissions = ['elder.read']
  expect(actsFor('active')).toEqual([])
})

it('has a value for every field it asks', () => {
  for (const act of acts) expect(Object.keys(act.initial({} as never)).sort()).toEqual(act.fields().map((f) => f.name).sort())
})

it('hands over to any community of the city', () => {
  expect(acts.find((a) => a.kind === 'transfer')!.fields()[0].roots).toEqual([{ code: '410900000000', name: '濮阳市' }])
})
