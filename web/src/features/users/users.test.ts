import { expect, it, vi } from 'vitest'
import { factorTag, movesFor, untouchable, userTag, type User } from './users'

const held = vi.hoisted(() => ({ permissions: [] as string[] }))
vi.mock('@/core/session', () => ({ session: { value: { user_id: '1' } }, can: (permission: string) => held.permissions.includes(permission) }))

const user = (changes: Partial<User>): User => ({ id: '2', roles: ['community_worker'], state: 'active', locked: false, totp_enrolled: false, totp_required: true, ...changes }) as User

it('offers each administrator their own part and nothing more', () => {
  held.permissions = ['user.manage']
  expect(movesFor(user({})).map((m) => m.move)).toEqual(['reset-password', 'disable'])
  expect(movesFor(user({ locked: true })).map((m) => m.move)).toEqual(['unlock', 'reset-password', 'disable'])
  expect(movesFor(user({ state: 'disabled' })).map((m) => m.move)).toEqual(['enable'])
  held.permissions = ['user.authorise']
  expect(movesFor(user({ totp_enrolled: true })).map((m) => m.move)).toEqual(['reset-totp'])
  held.permissions = ['user.read']
  expect(movesFor(user({ locked: true, totp_enrolled: true }))).toEqual([])
})

it('says why an account cannot be touched here', () => {
  held.permissions = ['user.manage', 'user.authorise']
  expect(untouchable(user({ id: '1' }))).toContain('自己')
  expect(untouchable(user({ roles: ['auditor'] }))).toContain('命令行')
  expect(movesFor(user({ roles: ['system_admin'] }))).toEqual([])
})

it('says a state in one word', () => {
  expect([userTag(user({})), userTag(user({ locked: true })), userTag(user({ state: 'disabled', locked: true }))].map((t) => t.word)).toEqual(['正常', '已锁定', '停用'])
  expect([factorTag(user({})), factorTag(user({ totp_enrolled: true })), factorTag(user({ totp_required: false }))].map((t) => t.word)).toEqual(['待绑定', '已绑定', '未要求'])
})
