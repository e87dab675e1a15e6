import type { Answer, Row } from '@/api/client'
import { label } from '@/core/labels'
import { count, yuan } from '@/core/money'
import type { Tag } from '@/ui/types'

export type Coverage = Answer<'/api/coverage'>
export type Plan = Row<'/api/planning/scenarios'>
export type Detail = Answer<'/api/planning/scenarios/{id}'>
export type Result = Answer<'/api/planning/scenarios/{id}/result'>

/** 9876 → 98.76% */
export const percent = (bp: number): string => `${Math.trunc(bp / 100)}.${String(bp % 100).padStart(2, '0')}%`

/** 12345 → 12.345: thousandths, without zeros at the end. */
export const milli = (n: number): string => String(n / 1000)

type Load = (path: '/api/coverage/centres' | '/api/facilities') => (query: Record<string, string>) => Promise<{ items: unknown[]; next?: string | null }>
const pages_max = 10
async function everyOne<T>(load: (query: Record<string, string>) => Promise<{ items: unknown[]; next?: string | null }>, region: string): Promise<T[]> {
  const rows: T[] = []
  let cursor: string | null | undefined
  for (let page = 0; page < pages_max; page += 1) {
    const answer = await load({ region, limit: '200', ...(cursor ? { cursor } : {}) })
    rows.push(...(answer.items as T[]))
    cursor = answer.next
    if (!cursor) break
  }
  return rows
}
/** Which facilities count as centres the server knows; where they are stands in the register. */
export async function centresOf(list: Load, region: string): Promise<Row<'/api/facilities'>[]> {
  const counted = new Set((await everyOne<{ id: string }>(list('/api/coverage/centres'), region)).map((c) => c.id))
  return (await everyOne<Row<'/api/facilities'>>(list('/api/facilities'), region)).filter((f) => counted.has(f.id) && f.lon_e6 && f.lat_e6)
}

const verdicts: Record<string, Tag> = {
  proved_optimal: { tone: 'good', word: '已证明最优' },
  feasible: { tone: 'warn', word: '可行，未证明最优' },
  infeasible: { tone: 'bad', word: '无解' },
}
const states: Record<string, Tag['tone']> = { draft: 'idle', queued: 'info', running: 'info', done: 'good', failed: 'bad', cancelled: 'idle' }

/** A finished plan shows how sure its answer is, any other its state. */
export const planTag = (plan: { state: string; verdict: string | null }): Tag =>
  plan.state === 'done' && plan.verdict && verdicts[plan.verdict] ? verdicts[plan.verdict] : { tone: states[plan.state] ?? 'idle', word: label('ScenarioDetail.state', plan.state) }

/** The reach that the address asks for; what is absent is the city's own parameter. */
export const reachKeys = ['urban_minutes', 'urban_pace_mm_s', 'urban_detour_permille', 'rural_path_m', 'rural_detour_permille'] as const
export const reachKinds = ['straight', 'walking', 'table'] as const
export type ReachKind = (typeof reachKinds)[number]
export function reachOf(query: Record<string, unknown>): Record<string, string> {
  const out: Record<string, string> = {}
  if (reachKinds.includes(query.reach as ReachKind) && query.reach !== 'straight') out.reach = query.reach as string
  for (const key of reachKeys) {
    const value = query[key]
    if (typeof value === 'string' && /^\d{1,6}$/.test(value)) out[key] = value
  }
  return out
}

/** What a plan is judged by, in its unit; money in yuan. */
export const worth = (result: Pick<Result, 'unit'>, value: number): string => (result.unit === '分' ? yuan(value) : `${count(value)} ${result.unit}`)

/** The reach that a saved plan asked for, as a query. */
export function reachWish(inputs: Partial<Record<'reach' | (typeof reachKeys)[number], unknown>> | undefined): Record<string, string> {
  return Object.fromEntries((['reach', ...reachKeys] as const).flatMap((key) => (inputs?.[key] == null ? [] : [[key, String(inputs[key])]])))
}

/** A plan's years: what was given for each, what opens, what that costs, and who is newly covered by its end. */
export function yearRows(inputs: Pick<Detail['inputs'], 'years'>, result: Pick<Result, 'years' | 'sites'>) {
  return result.years.map((step) => ({
    ...step,
    given: inputs.years[step.year - 1] ?? 0,
    cost_fen: result.sites.filter((site) => site.year === step.year).reduce((sum, site) => sum + site.cost_fen, 0),
  }))
}

/** One site a line: name, longitude, latitude, cost in yuan, 必选 or 排除, and how many elders it can serve. Tells the first line that is none. */
export interface TypedSite {
  name: string
  lon_e6: number
  lat_e6: number
  cost_fen: number
  role: 'candidate' | 'required' | 'excluded'
  capacity: number
}
export function sitesOf(text: string): { sites: TypedSite[]; wrong: string } {
  const roles = { 必选: 'required', 排除: 'excluded', 候选: 'candidate' } as const
  const sites: TypedSite[] = []
  for (const [n, raw] of text.split('\n').entries()) {
    const line = raw.trim()
    if (!line) continue
    const [name, lon, lat, cost = '0', role = '候选', capacity = '0'] = line.split(/[,，\t]/).map((part) => part.trim())
    const numbers = [lon, lat, cost || '0', capacity].map(Number)
    if (!name || !lon || !lat || numbers.some((x) => !Number.isFinite(x)) || !(role in roles))
      return { sites: [], wrong: `第 ${n + 1} 行应为：名称，经度，纬度，费用（元），候选或必选或排除，能服务几位老人。` }
    sites.push({ name, lon_e6: Math.round(numbers[0] * 1e6), lat_e6: Math.round(numbers[1] * 1e6), cost_fen: Math.round(numbers[2] * 100), role: roles[role as keyof typeof roles], capacity: Math.round(numbers[3]) })
  }
  return { sites, wrong: '' }
}
