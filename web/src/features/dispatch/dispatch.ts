import { api, ok, type Answer, type Row } from '@/api/client'
import { label } from '@/core/labels'
import { durationWords } from '@/core/time'
import type { Explained, Tag } from '@/ui/types'

export type BoardRow = Row<'/api/dispatch/board'>
export type Candidates = Answer<'/api/dispatch/visits/{id}/candidates'>
export type Candidate = Candidates['items'][number]

/** The columns of the day, in the order in which they need somebody. */
export const groups: { title: string; states: string[]; tone: Tag['tone'] }[] = [
  { title: '待派单', states: ['planned'], tone: 'warn' },
  { title: '已接单', states: ['staffed'], tone: 'info' },
  { title: '服务中', states: ['in_service'], tone: 'info' },
  { title: '未能服务或有争议', states: ['no_show', 'failed', 'disputed'], tone: 'bad' },
  { title: '已完成', states: ['completed', 'confirmed', 'settled', 'corrected'], tone: 'good' },
  { title: '已取消', states: ['cancelled'], tone: 'idle' },
]

export function lateTag(row: BoardRow): Tag | null {
  if (row.late_min < 10 || !['planned', 'staffed', 'in_service'].includes(row.state)) return null
  return { tone: 'bad', word: row.state === 'in_service' ? `晚到 ${durationWords(row.late_min)}` : `已晚 ${durationWords(row.late_min)}` }
}

const caseTones: Record<string, Tag['tone']> = { auto: 'info', escalated: 'bad', manual: 'warn', done: 'good' }
export const caseTag = (state: string): Tag => ({ tone: caseTones[state] ?? 'idle', word: label('BoardRow.case_state', state) })

/** Why this carer, part by part; or each of the reasons why not. */
export function whyOf(c: Candidate): Explained[] {
  if (c.blocked) return c.blocked.split('；').map((text) => ({ text, verdict: 'no' as const }))
  return c.explain.map((p) => ({ text: `${p.label}：${p.sentence}`, verdict: p.points > 0 ? ('yes' as const) : ('info' as const), value: `${p.points > 0 ? '+' : ''}${p.points} 分` }))
}

export const readCandidates = (id: string): Promise<Candidates> => ok(api.GET('/api/dispatch/visits/{id}/candidates', { params: { path: { id } } }))
