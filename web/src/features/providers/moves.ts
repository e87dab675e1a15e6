import { useQueryClient } from '@tanstack/vue-query'
import { api, ok } from '@/api/client'
import { can } from '@/core/session'
import { useAct } from '@/core/submit'
import { toast } from '@/core/toasts'
import { confirmWithReason } from '@/ui/confirm'

export type Thing = 'organisations' | 'workers' | 'facilities'

/** One step of a life cycle as the desk offers it; the server's table decides. */
export interface Move {
  path: string
  title: string
  permission: 'provider.vet' | 'provider.edit'
  from: readonly string[]
  /** Must it be said why? */
  why: boolean
  points?: string[]
  danger?: boolean
  body?: Record<string, string>
}

export const moves: Record<Thing, Move[]> = {
  organisations: [
    { path: 'vet', body: { decision: 'approve' }, title: '审核通过', permission: 'provider.vet', from: ['applied'], why: false },
    { path: 'vet', body: { decision: 'refuse' }, title: '审核不通过', permission: 'provider.vet', from: ['applied'], why: true, danger: true },
    { path: 'vet', body: { decision: 'reapply' }, title: '重新申请', permission: 'provider.edit', from: ['refused'], why: false },
    { path: 'vet', body: { decision: 'activate' }, title: '签约启用', permission: 'provider.vet', from: ['vetted'], why: false, points: ['启用后可以接单。'] },
    { path: 'suspend', title: '暂停服务', permission: 'provider.vet', from: ['active'], why: true, danger: true, points: ['暂停期间不再接到新订单。', '已派出的服务由调度改派。'] },
    { path: 'reinstate', title: '恢复服务', permission: 'provider.vet', from: ['suspended'], why: true },
    { path: 'remove', title: '清退', permission: 'provider.vet', from: ['applied', 'vetted', 'active', 'suspended', 'refused'], why: true, danger: true, points: ['清退后不能再办理，以往的订单和结算不变。'] },
  ],
  workers: [
    { path: 'suspend', title: '暂停上岗', permission: 'provider.edit', from: ['active'], why: true, danger: true, points: ['暂停期间不再派单。'] },
    { path: 'reinstate', title: '恢复上岗', permission: 'provider.vet', from: ['suspended'], why: true },
    { path: 'leave', title: '登记离职', permission: 'provider.edit', from: ['active', 'suspended'], why: true, danger: true },
    { path: 'return', title: '登记返岗', permission: 'provider.edit', from: ['left'], why: true },
  ],
  facilities: [
    { path: 'pause', title: '暂停运营', permission: 'provider.edit', from: ['open'], why: true, points: ['暂停期间不在公开页显示为开放。'] },
    { path: 'reopen', title: '恢复运营', permission: 'provider.edit', from: ['paused'], why: false },
    { path: 'reopen', title: '重新开放', permission: 'provider.vet', from: ['closed'], why: true },
    { path: 'close', title: '关闭设施', permission: 'provider.vet', from: ['open', 'paused'], why: true, danger: true },
  ],
}

export const movesFor = (thing: Thing, state: string): Move[] => moves[thing].filter((move) => move.from.includes(state) && can(move.permission))

const subjects = { organisations: 'organisation', workers: 'worker', facilities: 'facility' }

/** Asks, does it, says so, and reads again what may have changed. */
export function useMoves(thing: Thing): (move: Move, row: { id: string; name: string }) => Promise<void> {
  const queries = useQueryClient()
  const act = useAct(({ id, path, ...body }: { id: string; path: string; reason: string }, init) =>
    ok(api.POST(`/api/${thing}/{id}/${path}` as never, { params: { path: { id } }, body, ...init } as never)),
  )
  return async (move, row) => {
    const answer = await confirmWithReason({ title: `${move.title}：${row.name}`, points: move.points, words: move.why ? 'required' : 'optional', danger: move.danger, confirm: move.title })
    if (!answer) return
    if (await act.run({ id: row.id, path: move.path, ...move.body, reason: answer.reason })) toast(`已办理：${move.title}。`)
    else if (act.problem) toast(act.problem.message, { tone: 'bad' })
    void queries.invalidateQueries({ queryKey: [subjects[thing]] })
  }
}
