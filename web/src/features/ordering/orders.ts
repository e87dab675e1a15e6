import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api, ok, type Answer, type Row } from '@/api/client'
import { currentElder } from '@/core/elder'
import { windowWords } from './slots'

export type OrderRow = Row<'/api/orders'>
export type OrderView = Answer<'/api/orders/{id}'>
export type VisitView = OrderView['visits'][number]

// Every step of an order touches its visit, so both are read again when a visit changes.
export const useMyOrders = (limit = 50) =>
  useQuery({
    queryKey: computed(() => ['visit', 'orders', currentElder.value?.id ?? '', limit]),
    enabled: computed(() => Boolean(currentElder.value)),
    queryFn: () => ok(api.GET('/api/orders', { params: { query: { elder: currentElder.value!.id, limit } } })),
  })

export const useOrder = (id: () => string) =>
  useQuery({
    queryKey: computed(() => ['visit', 'order', id()]),
    enabled: computed(() => Boolean(id())),
    queryFn: () => ok(api.GET('/api/orders/{id}', { params: { path: { id: id() } } })),
  })

export const useServices = () =>
  useQuery({
    queryKey: ['catalogue', 'items'],
    queryFn: () => ok(api.GET('/api/catalogue/items', { params: { query: { limit: 200 } } })),
  })

export const isComing = (state: OrderRow['state']): boolean => ['placed', 'in_review', 'scheduled'].includes(state)

/** Where an order stands, as one would say it on the telephone. */
export function rowSentence(row: OrderRow): string {
  switch (row.state) {
    case 'draft': return '还没有定下来。'
    case 'placed': return `已收到，正在安排人。希望${windowWords(row.wanted_from)}来。`
    case 'in_review': return '已收到，工作人员正在审核。'
    case 'scheduled': return `已安排好，${windowWords(row.wanted_from)}来。`
    case 'done': return '服务做完了，请您确认和评价。'
    case 'closed': return '已经办完。'
    case 'cancelled': return '已取消。'
  }
}

const carerOf = (view: VisitView) => {
  const coming = view.assignments.filter((one) => ['accepted', 'en_route', 'checked_in', 'checked_out'].includes(one.assignment.state))
  return { name: coming.map((one) => one.worker_name).join('、'), onTheWay: coming.some((one) => one.assignment.state === 'en_route') }
}

/** Who has come, is coming, or was to come: each of them once. */
export function carersOf(visits: readonly VisitView[]): { id: string; name: string }[] {
  const states = ['accepted', 'en_route', 'checked_in', 'checked_out']
  const found = new Map<string, string>()
  for (const one of visits.flatMap((view) => view.assignments)) if (states.includes(one.assignment.state ?? '')) found.set(one.assignment.worker_id ?? '', one.worker_name)
  return [...found].map(([id, name]) => ({ id, name }))
}

export function visitSentence(view: VisitView): string {
  const { name, onTheWay } = carerOf(view)
  const when = windowWords(view.visit.planned_start)
  switch (view.visit.state) {
    case 'planned': return '正在为您安排服务人员，定了会告诉您。'
    case 'staffed': return onTheWay ? `${name}已经出发，正在来您家的路上。` : `${name}${when}来。`
    case 'in_service': return `${name}已经到了，正在服务。`
    case 'completed': return `${name}做完了，请您确认。`
    case 'confirmed':
    case 'settled': return '服务做完了，您已确认。'
    case 'cancelled': return '这次服务取消了。'
    case 'no_show': return '服务人员来过，没有服务成。需要的话可以再点一次。'
    case 'failed': return '这次没能安排上，对不起。需要的话可以再点一次，或打服务热线。'
    case 'disputed': return '您提出的问题正在处理，有人会给您回电话。'
    case 'corrected': return '服务记录已更正。'
  }
}

export const awaitsCarer = (view: VisitView): boolean => ['planned', 'staffed'].includes(view.visit.state)
export const wasServed = (view: VisitView): boolean => ['completed', 'confirmed', 'settled', 'corrected'].includes(view.visit.state)
