import type { Detail } from './siting'
import { sitesOf, type ReachKind } from './siting'

export type Model = Detail['model']
export type Inputs = Detail['inputs']

/** The years at most that one plan looks ahead. */
export const years_max = 10

/** A plan as a person types it; what does not belong to its model is kept here and not sent. */
export interface PlanValues {
  name: string
  region: string
  model: Model
  /** By number, or by money. */
  by: 'count' | 'budget'
  p: number
  budget_fen: number | null
  years: { count: number; budget_fen: number | null }[]
  from_communities: boolean
  site_cost_fen: number | null
  /** How many elders one new site can serve, and what a kilometre of one elder's way counts for. */
  site_capacity: number | null
  way_fen_per_km: number | null
  reach: ReachKind
  datum: Inputs['datum']
  sites: string
  urban_minutes: number | null
  rural_path_m: number | null
  urban_pace_mm_s: number | null
  /** Existing kinds that count (none: the usual), and centres that are left out. */
  kinds: Inputs['kinds']
  without: Inputs['without']
}

export const blankPlan = (region: string): PlanValues => ({
  name: '', region, model: 'cover_most', by: 'count', p: 10, budget_fen: null, years: [1, 2, 3].map(() => ({ count: 3, budget_fen: null })),
  from_communities: true, site_cost_fen: null, site_capacity: null, way_fen_per_km: 100, reach: 'straight', datum: 'wgs84', sites: '', urban_minutes: null, rural_path_m: null, urban_pace_mm_s: null, kinds: [], without: [],
})

type Asked = Pick<PlanValues, 'model' | 'by'>
/** Money decides only where the model can be told it. */
export const mayBudget = (v: Pick<PlanValues, 'model'>): boolean => v.model === 'cover_most' || v.model === 'cover_capacity' || v.model === 'years'
export const asksBudget = (v: Asked): boolean => v.by === 'budget' && mayBudget(v)
export const asksYears = (v: Pick<PlanValues, 'model'>): boolean => v.model === 'years'
export const asksCount = (v: Asked): boolean => !['cover_all', 'years', 'assign'].includes(v.model) && !asksBudget(v)
export const asksCapacity = (v: Pick<PlanValues, 'model'>): boolean => v.model === 'cover_capacity' || v.model === 'assign'
/** Every candidate then needs a cost. */
export const asksCost = (v: Asked): boolean => asksBudget(v) || v.model === 'assign'
/** Along roads or by a table only coverage can be planned. */
export const asksReach = (v: Pick<PlanValues, 'model'>): boolean => !['median', 'center', 'assign'].includes(v.model)

/** What the server reads. */
export function inputsOf(v: PlanValues) {
  const budget = asksBudget(v)
  return {
    name: v.name.trim(), region: v.region, model: v.model,
    p: asksCount(v) ? v.p : 0,
    budget_fen: budget && !asksYears(v) ? (v.budget_fen ?? 0) : 0,
    years: asksYears(v) ? v.years.map((year) => (budget ? (year.budget_fen ?? 0) : year.count)) : [],
    by_cost: budget && asksYears(v),
    from_communities: v.from_communities, site_cost_fen: v.site_cost_fen ?? 0, site_capacity: asksCapacity(v) ? (v.site_capacity ?? 0) : 0, way_fen_per_km: v.way_fen_per_km ?? 100, datum: v.datum, sites: sitesOf(v.sites).sites,
    kinds: v.kinds, without: v.without,
    ...(asksReach(v) && v.reach !== 'straight' ? { reach: v.reach } : {}),
    ...(v.urban_pace_mm_s ? { urban_pace_mm_s: v.urban_pace_mm_s } : {}),
    ...(v.urban_minutes ? { urban_minutes: v.urban_minutes } : {}), ...(v.rural_path_m ? { rural_path_m: v.rural_path_m } : {}),
  }
}

const roleWords = { candidate: '候选', required: '必选', excluded: '排除' }
const lineOf = (s: Inputs['sites'][number]): string => {
  const role = s.role ?? 'candidate'
  return [s.name, s.lon_e6 / 1e6, s.lat_e6 / 1e6, (s.cost_fen ?? 0) / 100, ...(role !== 'candidate' || s.capacity ? [roleWords[role]] : []), ...(s.capacity ? [s.capacity] : [])].join('，')
}
/** A saved plan back in the form. */
export function planValues(inputs: Inputs): PlanValues {
  const blank = blankPlan(inputs.region)
  const budget = inputs.by_cost || inputs.budget_fen > 0
  return {
    ...blank, name: inputs.name, model: inputs.model, by: budget ? 'budget' : 'count', p: inputs.p || blank.p, budget_fen: inputs.budget_fen || null,
    years: inputs.years.length ? inputs.years.map((n) => (inputs.by_cost ? { count: 3, budget_fen: n } : { count: n, budget_fen: null })) : blank.years,
    from_communities: inputs.from_communities, site_cost_fen: inputs.site_cost_fen || null, site_capacity: inputs.site_capacity || null, way_fen_per_km: inputs.way_fen_per_km,
    reach: inputs.reach ?? 'straight', datum: inputs.datum,
    sites: inputs.sites.map(lineOf).join('\n'),
    urban_minutes: inputs.urban_minutes, rural_path_m: inputs.rural_path_m, urban_pace_mm_s: inputs.urban_pace_mm_s, kinds: inputs.kinds, without: inputs.without,
  }
}
