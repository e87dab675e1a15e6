import { useQueryClient } from '@tanstack/vue-query'
import { api, ok } from '@/api/client'
import { useAct } from '@/core/submit'
import { today } from '@/core/time'
import { toast } from '@/core/toasts'
import { confirmWithReason } from '@/ui/confirm'

type Kind = 'prices' | 'payer-rules' | 'quota-rules'

/** What is dated is never deleted: it ends with a last day, and what was counted with it stays. */
export function useEnding(): (kind: Kind, row: { id: string; version: number }, what: string) => Promise<void> {
  const queries = useQueryClient()
  const act = useAct(({ kind, id, ...body }: { kind: Kind; id: string; version: number; last_day: string; reason: string }, init) =>
    ok(api.POST(`/api/catalogue/${kind}/{id}/end`, { params: { path: { id } }, body, ...init } as never)),
  )
  return async (kind, { id, version }, what) => {
    const answer = await confirmWithReason({ title: `终止${what}`, message: '今天是最后有效日，以往的订单和结算不变。', words: 'required', danger: true, confirm: '终止' })
    if (!answer) return
    if (await act.run({ kind, id, version, last_day: today(), reason: answer.reason })) toast('已终止。')
    else if (act.problem) toast(act.problem.message, { tone: 'bad' })
    void queries.invalidateQueries({ queryKey: ['service_item'] })
    void queries.invalidateQueries({ queryKey: [kind] })
  }
}
