import { raw, type Page } from '@/api/client'
import type { Tag } from '@/ui/types'

export interface Order {
  id: string
  elder: string
  service: string
  state: string
  community: string
  at: string
  price_fen: number
}

export const states: Record<string, Tag> = {
  placed: { tone: 'warn', word: '待派单' },
  scheduled: { tone: 'info', word: '已排班' },
  done: { tone: 'good', word: '已完成' },
  disputed: { tone: 'bad', word: '有争议' },
}
export const stateTag = (state: string) => states[state]

export async function loadOrders(query: Record<string, string>): Promise<Page<Order>> {
  return (await raw(`/api/orders?${new URLSearchParams(query)}`)).json() as Promise<Page<Order>>
}
