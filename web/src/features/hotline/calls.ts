import { api, ok, type Answer, type Row, type Sent } from '@/api/client'
import { label } from '@/core/labels'
import type { Tag } from '@/ui/types'

export type CallView = Answer<'/api/calls/{id}'>
export type CallRow = Row<'/api/calls'>
export type Call = CallView['call']
export type WrapCode = NonNullable<Sent<'/api/calls/{id}/wrap'>['wrap_code']>
export type Match = CallView['matches'][number]

const tones: Record<string, Tag['tone']> = { ringing: 'warn', answered: 'info', wrapped: 'good', missed: 'bad' }
export const callTag = (state: string | null | undefined): Tag => ({ tone: tones[state ?? ''] ?? 'idle', word: label('Call.state', state) })
export const readCall = (id: string): Promise<CallView> => ok(api.GET('/api/calls/{id}', { params: { path: { id } } }))

/** The emergencies first, then who has waited longest. */
export const byUrgency = (calls: readonly CallRow[]): CallRow[] =>
  [...calls].sort((a, b) => Number(!!b.emergency_at) - Number(!!a.emergency_at) || Date.parse(a.rang_at) - Date.parse(b.rang_at))

/** 75 → "1:15" */
export function timerWord(from: string | null | undefined, now: number): string {
  if (!from) return ''
  const seconds = Math.max(0, Math.floor((now - Date.parse(from)) / 1000))
  return `${Math.trunc(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

/** 还有 40 秒 · 还有 12 分钟 · 超时 35 秒 */
export function untilWord(due: string, now: number): string {
  const seconds = Math.round((Date.parse(due) - now) / 1000)
  const size = Math.abs(seconds)
  const words = size < 90 ? `${size} 秒` : `${Math.round(size / 60)} 分钟`
  return seconds >= 0 ? `还有 ${words}` : `超时 ${words}`
}

/** The caller as somebody who speaks for an elder: "女儿 李强". */
export const behalfWord = (match: Match | undefined): string =>
  match?.is_contact ? `${label('CallerMatch.relation', match.relation)} ${match.contact_name ?? ''}`.trim() : ''
