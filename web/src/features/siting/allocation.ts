import type { Answer, Row } from '@/api/client'

export type Allocation = Row<'/api/planning/allocations'>
export type AllocationDetail = Answer<'/api/planning/allocations/{id}'>
type Result = AllocationDetail['result']

export interface LimitValues {
  region: string
  /** 0: every year. */
  year: number
  total: number | null
  floor_fen: number | null
  cap_fen: number | null
}
/** A task over counties and years, or packages for households, as a person types it. */
export interface AllocationValues {
  name: string
  region: string
  kind: 'split' | 'adaptation' | 'family_bed'
  unit: string
  total: number | null
  weight: 'elders' | 'disabled' | 'poor'
  /** Pieces of each year, or its budget in fen. */
  years: { count: number | null; budget_fen: number | null }[]
  limits: LimitValues[]
  labels: string[]
  ability_min: string
}

export const blankAllocation = (region: string): AllocationValues => ({
  name: '', region, kind: 'split', unit: '张', total: null, weight: 'elders', years: [1, 2, 3].map(() => ({ count: null, budget_fen: null })), limits: [], labels: [], ability_min: '',
})
export const isSplit = (v: Pick<AllocationValues, 'kind'>): boolean => v.kind === 'split'

/** What the server reads; what belongs to the other kind stays behind. */
export function allocationOf(v: AllocationValues) {
  const split = isSplit(v)
  const years = v.years.map((year) => (split ? year.count : year.budget_fen) ?? 0)
  return {
    name: v.name.trim(), region: v.region, kind: v.kind, years: years.some(Boolean) ? years : [],
    ...(split ? { unit: v.unit.trim(), total: v.total ?? 0, weight: v.weight } : { labels: v.labels, ...(v.ability_min ? { ability_min: v.ability_min } : {}) }),
    counties: v.limits.filter((l) => l.region).map((l) => (split ? { region: l.region, total: l.total ?? 0 } : { region: l.region, year: l.year, floor_fen: l.floor_fen ?? 0, cap_fen: l.cap_fen ?? 0 })),
  }
}

export interface AllocationRow {
  region: string
  name: string
  cells: Result['cells']
  sum: Result['cells'][number] | undefined
}
/** One row a county: its years in order, its sum apart. */
export function rowsOf(result: Pick<Result, 'cells'>): AllocationRow[] {
  const rows = new Map<string, AllocationRow>()
  for (const cell of result.cells) {
    const row = rows.get(cell.region) ?? { region: cell.region, name: cell.region_name, cells: [], sum: undefined }
    if (cell.year) row.cells.push(cell)
    else row.sum = cell
    rows.set(cell.region, row)
  }
  return [...rows.values()]
}
