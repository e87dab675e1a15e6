import type { Answer, Row } from '@/api/client'
import { yuan } from '@/core/money'
import { clockOf, dateOf, instantOf } from '@/core/time'

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

/** The instant that a form's clock means: what was chosen to the second stays so until another minute is typed; '' while it is none. */
export function startAt(clock: string, chosen: string): string {
  if (clock === clockOf(chosen)) return chosen
  return /^\d{2}:\d{2}$/.test(clock) ? instantOf(dateOf(chosen), clock) : ''
}

/** Who makes a visit that is dropped on somebody's line: she takes the place of the one it was dragged from, or the one that is open. */
export function teamAfter(visit: Pick<GanttVisit, 'worker_ids' | 'workers_needed'>, from: string, to: string): string[] {
  const stay = visit.worker_ids.filter((id) => id !== to && id !== from)
  return [...stay.slice(0, visit.workers_needed - 1), to]
}

/** What a trial says in one line, beside the pointer. */
export function trialWords(trial: Pick<Trial, 'allowed' | 'change_fen' | 'travel_change_min' | 'breaches'>): string {
  const cost = `${change(trial.change_fen)}，路程 ${trial.travel_change_min > 0 ? '+' : ''}${trial.travel_change_min} 分钟`
  const breach = trial.breaches.find((b) => b.forbidden) ?? trial.breaches[0]
  return trial.allowed ? `可以，${cost}${breach ? `；${breach.sentence}` : ''}` : `不可以：${breach?.sentence ?? ''}`
}

/** Somebody is wanted, something is wrong, or it is settled. */
export function visitTone(v: Pick<GanttVisit, 'worker_ids' | 'workers_needed' | 'state' | 'clash'>): 'bad' | 'warn' | 'info' {
  if (v.clash) return 'bad'
  return v.worker_ids.length < v.workers_needed && v.state === 'planned' ? 'warn' : 'info'
}

/** The way of one carer through her day, from where she sets out and back, over the visits whose place is known. */
export function routesOf(gantt: Pick<Gantt, 'rows' | 'visits'>, carer: string): { from: Spot; to: Spot }[] {
  const row = gantt.rows.find((one) => one.worker_id === carer)
  if (!row) return []
  const at = new Map(gantt.visits.map((v) => [v.visit_id, v]))
  const visits = row.blocks.flatMap((block) => (block.kind === 'visit' ? (at.get(block.visit_id) ?? []) : [])).filter((v) => v.lon_e6 && v.lat_e6)
  const home = row.home_lon_e6 ? [spot(row.home_lon_e6, row.home_lat_e6)] : []
  const stops = visits.length ? [...home, ...visits.map((v) => spot(v.lon_e6, v.lat_e6)), ...home] : []
  return stops.slice(1).map((to, n) => ({ from: stops[n], to }))
}
interface Spot {
  lng: number
  lat: number
}
const spot = (lon_e6: number, lat_e6: number): Spot => ({ lng: lon_e6 / 1e6, lat: lat_e6 / 1e6 })

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
