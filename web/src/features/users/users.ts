import { api, ok, type Answer, type Row } from '@/api/client'
import { can, session } from '@/core/session'
import type { Tag } from '@/ui/types'

export type User = Row<'/api/users'>
export type OneTime = Answer<'/api/users', 'post'>
export interface Scope {
  region: string | null
  from: string
  to: string
}

export const readUser = (id: string): Promise<User> => ok(api.GET('/api/users/{id}', { params: { path: { id } } }))

/** The names behind the numbers of whoever works for a provider. */
export async function readEmployer(user: Pick<User, 'organisation_id' | 'worker_id'>): Promise<{ organisation?: string; worker?: string }> {
  const organisations = user.organisation_id ? await ok(api.GET('/api/organisations/choices', { params: { query: { id: user.organisation_id } } })) : null
  const workers = user.worker_id ? await ok(api.GET('/api/workers/choices', { params: { query: { id: user.worker_id } } })) : null
  return { organisation: organisations?.items[0]?.name, worker: workers?.items[0]?.name }
}

export function userTag(user: Pick<User, 'state' | 'locked'>): Tag {
  if (user.state === 'disabled') return { tone: 'idle', word: '停用' }
  return user.locked ? { tone: 'bad', word: '已锁定' } : { tone: 'good', word: '正常' }
}

/** 已绑定 · 要求绑定 · 未要求 */
export function factorTag(user: Pick<User, 'totp_enrolled' | 'totp_required'>): Tag {
  if (user.totp_enrolled) return { tone: 'good', word: '已绑定' }
  return user.totp_required ? { tone: 'warn', word: '待绑定' } : { tone: 'idle', word: '未要求' }
}

const administrators = ['system_admin', 'security_admin', 'auditor']

/** Why nobody may act on this account here; null when someone may. The server decides in any case. */
export function untouchable(user: Pick<User, 'id' | 'roles'>): string | null {
  if (user.id === session.value?.user_id) return '这是您自己的账号，请到“密码与登录设备”办理。'
  return user.roles.some((role) => administrators.includes(role)) ? '管理员和审计员的账号只能在服务器本机用命令行办理。' : null
}

export type Move = 'reset-password' | 'disable' | 'enable' | 'unlock' | 'reset-totp'
interface MoveTerms {
  move: Move
  title: string
  message: string
  danger?: boolean
  done: string
}
const reset: MoveTerms = { move: 'reset-password', title: '重置密码', message: '原密码立即失效，已登录的设备全部退出。新密码只显示一次。', done: '密码已重置。' }
const disable: MoveTerms = { move: 'disable', title: '停用账号', message: '停用后不能登录，已登录的设备全部退出。可以随时启用。', danger: true, done: '账号已停用。' }
const enable: MoveTerms = { move: 'enable', title: '启用账号', message: '启用后可以用原密码登录。', done: '账号已启用。' }
const unlock: MoveTerms = { move: 'unlock', title: '解除锁定', message: '请先核实是本人多次输错密码。', done: '已解除锁定。' }
const unbind: MoveTerms = { move: 'reset-totp', title: '解除动态口令', message: '请先核实是本人更换手机。解除后须重新绑定。', danger: true, done: '已解除动态口令。' }

/** What this session may do with an account in its state. */
export function movesFor(user: User): MoveTerms[] {
  if (untouchable(user)) return []
  const manages = can('user.manage')
  return [
    ...(manages && user.locked ? [unlock] : []),
    ...(manages && user.state === 'active' ? [reset, disable] : []),
    ...(manages && user.state === 'disabled' ? [enable] : []),
    ...(can('user.authorise') && user.totp_enrolled ? [unbind] : []),
  ]
}
