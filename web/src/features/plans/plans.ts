import { api, ok, type Answer, type Row } from '@/api/client'
import { label } from '@/core/labels'
import { partOfDay } from '@/core/time'
import type { Tag } from '@/ui/types'

export type PlanView = Answer<'/api/order-plans/{id}'>
export type Plan = Row<'/api/order-plans'>['plan']
const tones: Record<string, Tag['tone']> = { active: 'good', paused: 'warn', ended: 'idle' }
export const planTag = (state: string | undefined): Tag => ({ tone: tones[state ?? ''] ?? 'idle', word: label('OrderPlan.state', state) })
export const readPlan = (id: string): Promise<PlanView> => ok(api.GET('/api/order-plans/{id}', { params: { path: { id } } }))

/** 1 is Monday. */
export const weekdayWords = ['一', '二', '三', '四', '五', '六', '日'] as const

/** [1, 3, 5] → "每周一、三、五"; all seven → "每天"; Monday to Friday → "周一到周五" */
export function daysWords(days: readonly number[]): string {
  const sorted = [...days].sort((a, b) => a - b)
  if (sorted.length === 7) return '每天'
  if (sorted.join() === '1,2,3,4,5') return '周一到周五'
  if (sorted.join() === '6,7') return '每个周末'
  return `每周${sorted.map((day) => weekdayWords[day - 1]).join('、')}`
}

const two = (n: number) => String(n).padStart(2, '0')
export const clockWord = (minute: number): string => `${two(Math.trunc(minute / 60))}:${two(minute % 60)}`
export const minuteOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))

/** 每周一、四 上午 09:00（可推迟 1 小时） */
export function rhythm(plan: Pick<Plan, 'weekdays' | 'start_min' | 'window_min'>): string {
  const clock = clockWord(plan.start_min ?? 0)
  return `${daysWords(plan.weekdays ?? [])}${partOfDay(clock)} ${clock}${plan.window_min ? `，可推迟 ${plan.window_min} 分钟` : ''}`
}
