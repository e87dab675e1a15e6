import { api, ok, type Answer } from '@/api/client'
import { options } from '@/core/labels'
import type { FieldSpec } from '@/ui/form/spec'

export type Quarter = Answer<'/api/quarters/{id}'>
export const readQuarter = (id: string): Promise<Quarter> => ok(api.GET('/api/quarters/{id}', { params: { path: { id } } }))

/** The four that go together, for the houses and for the rooms of care. */
export const stages = ['planned', 'building', 'accepted', 'delivered'] as const
export const partWords = { housing: '住宅', care: '养老用房' } as const

export const quarterFields = (): FieldSpec[] => [
  { name: 'name', label: '小区名称', kind: 'text', required: true, wide: true },
  { name: 'kind', label: '新建或已建成', kind: 'radio', options: options('NewQuarter.kind') },
  { name: 'region', label: '所在社区', kind: 'region', required: true, until: 'community' },
  { name: 'address', label: '地址', kind: 'text' },
  { name: 'developer', label: '开发单位', kind: 'text' },
  { name: 'households', label: '户数', kind: 'number', required: true, max: 100_000 },
  { name: 'planned_on', label: '规划许可日期', kind: 'date', hint: '按这一天有效的规定计算' },
  { name: 'provided_m2', label: '已建养老用房（平方米）', kind: 'number', max: 1_000_000 },
  { name: 'lon_e6', label: '经度', kind: 'degrees' },
  { name: 'lat_e6', label: '纬度', kind: 'degrees' },
  { name: 'datum', label: '坐标系', kind: 'choice', options: options('NewQuarter.datum') },
  { name: 'note', label: '备注', kind: 'text', wide: true },
]

export interface StageCell {
  stage: (typeof stages)[number]
  /** When and by what paper each part came to it; none: not yet. */
  housing?: Quarter['steps'][number]
  care?: Quarter['steps'][number]
  /** It has come so far, whether or not the day is recorded. */
  reached: { housing: boolean; care: boolean }
}
/** Both parts beside each other, stage by stage; of a stage that was taken twice the later one stands. */
export function stageTable(quarter: Pick<Quarter, 'steps' | 'housing_stage' | 'care_stage'>): StageCell[] {
  const reached = (part: 'housing' | 'care') => stages.indexOf((part === 'housing' ? quarter.housing_stage : quarter.care_stage) as (typeof stages)[number])
  return stages.map((stage, n) => {
    const of = (part: 'housing' | 'care') => (reached(part) >= n ? quarter.steps.filter((s) => s.part === part && s.stage === stage).at(-1) : undefined)
    return { stage, housing: of('housing'), care: of('care'), reached: { housing: reached('housing') >= n, care: reached('care') >= n } }
  })
}
