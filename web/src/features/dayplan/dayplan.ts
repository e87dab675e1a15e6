import type { Answer, Row } from '@/api/client'
import { yuan } from '@/core/money'
import { clockOf, instantOf } from '@/core/time'

export type Gantt = Answer<'/api/day-plans/board'>
export type GanttRow = Gantt['rows'][number]
export type GanttVisit = Gantt['visits'][number]
export type Trial = Answer<'/api/day-plans/try'>
export type ChangeRow = Row<'/api/day-plans/{id}/changes'>

const hour = 60

/** The hours that the board shows: from the first to the last thing on it, whole hours, at least eight of them. */
export function hoursShown(gantt: Pick<Gantt, 'rows' | 'visits'>): { from: number; to: number } {
  const minutes = (instant: string) => {
    const [h, m] = clockOf(instant).split(':').map(Number)
    return h * hour + m
  }
  const all = [
    ...gantt.rows.filter((r) => !r.off_duty).flatMap((r) => [r.shift_from_min, r.shift_to_min]),
    ...gantt.rows.flatMap((r) => r.blocks.flatMap((b) => [minutes(b.from), minutes(b.to)])),
    ...gantt.visits.flatMap((v) => [minutes(v.planned_start), minutes(v.planned_end)]),
  ]
  const from = Math.floor(Math.min(8 * hour, ...all) / hour)
  const to = Math.ceil(Math.max((from + 8) * hour, ...all) / hour)
  return { from: Math.max(0, from), to: Math.min(24, to) }
}

/** Where on the axis, in percent. */
export function placeOf(instant: string, shown: { from: number; to: number }): number {
  const [h, m] = clockOf(instant).split(':').map(Number)
  return ((h + m / hour - shown.from) / (shown.to - shown.from)) * 100
}

/** The time under the pointer, on five minutes: 0.5 of 8–16 → 12:00 of that day. */
export function timeAt(share: number, shown: { from: number; to: number }, day: string): string {
  const minutes = Math.round(((shown.from + Math.min(1, Math.max(0, share)) * (shown.to - shown.from)) * hour) / 5) * 5
  const last = Math.min(minutes, 24 * hour - 5)
  return instantOf(day, `${String(Math.trunc(last / hour)).padStart(2, '0')}:${String(last % hour).padStart(2, '0')}`)
}

/** "+¥3.20", "-¥1.00", "不变" */
export const change = (fen: number): string => (fen === 0 ? '不变' : fen > 0 ? `+${yuan(fen)}` : yuan(fen))
/** What a change does, in a sentence. */
export function changeWords(row: ChangeRow): string {
  const to = row.to_workers.map((w) => w.name).join('、') || '无人'
  const from = row.from_workers.map((w) => w.name).join('、') || '无人'
  const at = clockOf(row.change.to_start)
  if (row.change.kind === 'assign') return `派给 ${to}，${at}`
  if (row.change.kind === 'retime') return `${to} 由 ${clockOf(row.change.from_start)} 改到 ${at}`
  if (row.change.kind === 'release') return `从 ${from} 收回`
  return `由 ${from} 改派 ${to}，${at}`
}
