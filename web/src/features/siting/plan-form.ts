import type { Detail } from './siting'
import { sitesOf } from './siting'

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
  datum: Inputs['datum']
  sites: string
  urban_minutes: number | null
  rural_path_m: number | null
  /** Existing kinds and centres that count, as they were given. */
  kinds: Inputs['kinds']
  without: Inputs['without']
}

export const blankPlan = (region: string): PlanValues => ({
  name: '', region, model: 'cover_most', by: 'count', p: 10, budget_fen: null, years: [1, 2, 3].map(() => ({ count: 3, budget_fen: null })),
  from_communities: true, site_cost_fen: null, datum: 'wgs84', sites: '', urban_minutes: null, rural_path_m: null, kinds: [], without: [],
})

/** Money decides only where the model can be told it. */
export const asksBudget = (v: Pick<PlanValues, 'model' | 'by'>): boolean => v.by === 'budget' && (v.model === 'cover_most' || v.model === 'years')
export const asksYears = (v: Pick<PlanValues, 'model'>): boolean => v.model === 'years'
export const asksCount = (v: Pick<PlanValues, 'model' | 'by'>): boolean => v.model !== 'cover_all' && v.model !== 'years' && !asksBudget(v)

/** What the server reads. */
export function inputsOf(v: PlanValues) {
  const budget = asksBudget(v)
  return {
    name: v.name.trim(), region: v.region, model: v.model,
    p: asksCount(v) ? v.p : 0,
    budget_fen: budget && v.model === 'cover_most' ? (v.budget_fen ?? 0) : 0,
    years: asksYears(v) ? v.years.map((year) => (budget ? (year.budget_fen ?? 0) : year.count)) : [],
    by_cost: budget && asksYears(v),
    from_communities: v.from_communities, site_cost_fen: v.site_cost_fen ?? 0, datum: v.datum, sites: sitesOf(v.sites).sites,
    kinds: v.kinds, without: v.without,
    ...(v.urban_minutes ? { urban_minutes: v.urban_minutes } : {}), ...(v.rural_path_m ? { rural_path_m: v.rural_path_m } : {}),
  }
}

const roleWords = { candidate: '', required: '，必选', excluded: '，排除' }
/** A saved plan back in the form. */
export function planValues(inputs: Inputs): PlanValues {
  const blank = blankPlan(inputs.region)
  const budget = inputs.by_cost || inputs.budget_fen > 0
  return {
    ...blank, name: inputs.name, model: inputs.model, by: budget ? 'budget' : 'count', p: inputs.p || blank.p, budget_fen: inputs.budget_fen || null,
    years: inputs.years.length ? inputs.years.map((n) => (inputs.by_cost ? { count: 3, budget_fen: n } : { count: n, budget_fen: null })) : blank.years,
    from_communities: inputs.from_communities, site_cost_fen: inputs.site_cost_fen || null, datum: inputs.datum,
    sites: inputs.sites.map((s) => `${s.name}，${s.lon_e6 / 1e6}，${s.lat_e6 / 1e6}，${(s.cost_fen ?? 0) / 100}${roleWords[s.role ?? 'candidate']}`).join('\n'),
    urban_minutes: inputs.urban_minutes, rural_path_m: inputs.rural_path_m, kinds: inputs.kinds, without: inputs.without,
  }
}
