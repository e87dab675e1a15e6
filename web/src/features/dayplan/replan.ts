import { useQueryClient } from '@tanstack/vue-query'
import { api, ok } from '@/api/client'
import { useAct } from '@/core/submit'
import { toast } from '@/core/toasts'

interface Upset {
  region: string
  day: string
  absent_worker_ids?: string[]
  late?: { visit_id: string; start: string }[]
}

/** Somebody is absent or a visit is late: the rest of the day is mended with few changes, which come back as a plan to accept. */
export function useReplan() {
  const queries = useQueryClient()
  const act = useAct((given: Upset, init) => ok(api.POST('/api/day-plans/replan', { body: given, ...init } as never)))
  async function replan(given: Upset) {
    if (await act.run(given)) toast('已开始重排，排好后在上方看改动。')
    else if (act.problem) toast(act.problem.message, { tone: 'bad' })
    void queries.invalidateQueries({ queryKey: ['day_plan'] })
  }
  return { act, replan }
}
