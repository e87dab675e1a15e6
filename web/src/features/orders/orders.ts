import { api, ok, type Answer, type Row, type Sent } from '@/api/client'
import { label } from '@/core/labels'
import { yuan } from '@/core/money'
import { durationWords } from '@/core/time'
import type { Explained, Tag } from '@/ui/types'

export type OrderRow = Row<'/api/orders'>
export type OrderView = Answer<'/api/orders/{id}'>
export type VisitView = OrderView['visits'][number]

const orderTones: Record<string, Tag['tone']> = { placed: 'warn', in_review: 'warn', scheduled: 'info', done: 'good', closed: 'good' }
const visitTones: Record<string, Tag['tone']> = {
  planned: 'warn', staffed: 'info', in_service: 'info', completed: 'warn', confirmed: 'good', settled: 'good', no_show: 'bad', failed: 'bad', disputed: 'bad', corrected: 'warn',
}
const assignmentTones: Record<string, Tag['tone']> = {
  offered: 'warn', accepted: 'info', en_route: 'info', checked_in: 'info', checked_out: 'good', rejected: 'bad', expired: 'bad', no_show: 'bad',
}
export const orderTag = (state: string): Tag => ({ tone: orderTones[state] ?? 'idle', word: label('Order.state', state) })
export const visitTag = (state: string): Tag => ({ tone: visitTones[state] ?? 'idle', word: label('Visit.state', state) })
export const assignmentTag = (state: string): Tag => ({ tone: assignmentTones[state] ?? 'idle', word: label('Assignment.state', state) })

/** The score that the dispatcher's machine wrote down when it offered the visit: its parts, as JSON. */
export function partsOf(explain: string | undefined): Explained[] {
  try {
    const parts = JSON.parse(explain || '[]') as { label: string; points: number; sentence: string }[]
    return parts.map((p) => ({ text: `${p.label}：${p.sentence}`, verdict: 'info' as const, value: `${p.points > 0 ? '+' : ''}${p.points} 分` }))
  } catch {
    return []
  }
}

export const readOrder = (id: string): Promise<OrderView> => ok(api.GET('/api/orders/{id}', { params: { path: { id } } }))

/** What a desk may give as the reason of cancelling. */
export type CancelReason = NonNullable<Sent<'/api/orders/{id}/cancel'>['reason']>
const cancelReasons: CancelReason[] = ['not_needed', 'hospital', 'away', 'other_time', 'price', 'placed_in_error', 'elder_unwell', 'weather', 'no_carer', 'other']
export const cancelChoices = () => cancelReasons.map((value) => ({ value, label: label('Order.reason', value) }))

/** What a correction may change, and how its values read. */
export const correctable = [
  { value: 'minutes', label: '服务时长' },
  { value: 'price_fen', label: '金额' },
] as const
export type Correctable = (typeof correctable)[number]['value']
export const correctedWord = (field: string): string => correctable.find((c) => c.value === field)?.label ?? field
export const correctedValue = (field: string, value: string): string => (field === 'price_fen' ? yuan(Number(value)) : durationWords(Number(value)))
