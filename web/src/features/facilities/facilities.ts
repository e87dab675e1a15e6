import { api, ok, type Answer } from '@/api/client'
import { label, options } from '@/core/labels'
import { count, yuan } from '@/core/money'
import { longDate } from '@/core/time'
import type { FieldSpec } from '@/ui/form/spec'
import type { Tag } from '@/ui/types'

export type Facility = Answer<'/api/facilities/{id}'>
export type Check = Facility['checks'][number]
export const readFacility = (id: string): Promise<Facility> => ok(api.GET('/api/facilities/{id}', { params: { path: { id } } }))

const tones: Record<string, Tag['tone']> = { open: 'good', paused: 'warn', closed: 'idle' }
export const facilityTag = (state: string): Tag => ({ tone: tones[state] ?? 'idle', word: label('FacilityDetail.state', state) })
const verdicts: Record<Check['meets'], Tag['tone']> = { yes: 'good', no: 'bad', unknown: 'warn' }
export const checkTag = (meets: Check['meets']): Tag => ({ tone: verdicts[meets], word: { yes: '达标', no: '不达标', unknown: '待核实' }[meets] })

/** What the national register asks for beyond the essentials. */
export const recordFields = (): FieldSpec[] => [
  { name: 'level', label: '级别', kind: 'choice', options: options('ChangeFacilityRecord.level') },
  { name: 'ownership', label: '产权性质', kind: 'choice', options: options('ChangeFacilityRecord.ownership') },
  { name: 'founder', label: '举办者', kind: 'text' },
  { name: 'director', label: '设施负责人', kind: 'text' },
  { name: 'founded_on', label: '成立日期', kind: 'date' },
  { name: 'opened_on', label: '开业日期', kind: 'date' },
  { name: 'filing_no', label: '备案编号', kind: 'text' },
  { name: 'filed_on', label: '备案日期', kind: 'date' },
  { name: 'land_m2', label: '占地面积（平方米）', kind: 'number', max: 10_000_000 },
  { name: 'beds_full', label: '全托床位（张）', kind: 'number', max: 10_000 },
  { name: 'beds_day', label: '日间床位（张）', kind: 'number', max: 10_000 },
  { name: 'beds_nursing', label: '其中护理型床位（张）', kind: 'number', max: 10_000 },
  { name: 'admits', label: '收住对象', kind: 'many', wide: true, options: options('ChangeFacilityRecord.admits') },
  { name: 'destitute_home', label: '特困供养机构', kind: 'choice', options: options('ChangeFacilityRecord.destitute_home') },
  { name: 'glory_home', label: '光荣院', kind: 'choice', options: options('ChangeFacilityRecord.glory_home') },
  { name: 'fire', label: '消防审验', kind: 'choice', options: options('ChangeFacilityRecord.fire') },
  { name: 'fire_note', label: '消防文号或未通过原因', kind: 'text' },
  { name: 'food', label: '食品经营许可', kind: 'choice', options: options('ChangeFacilityRecord.food') },
  { name: 'food_note', label: '食品许可证号或未办原因', kind: 'text' },
  { name: 'insured', label: '投保责任保险', kind: 'choice', options: options('ChangeFacilityRecord.insured') },
  { name: 'ltc_designated', label: '长护险定点', kind: 'choice', options: options('ChangeFacilityRecord.ltc_designated') },
  { name: 'accessible', label: '无障碍', kind: 'choice', options: options('ChangeFacilityRecord.accessible') },
  { name: 'medical', label: '医疗服务', kind: 'choice', options: options('ChangeFacilityRecord.medical') },
  { name: 'grade', label: '等级评定', kind: 'choice', options: options('ChangeFacilityRecord.grade') },
  { name: 'charging', label: '收费方式', kind: 'text' },
  { name: 'fee_min_fen', label: '最低收费（元/月）', kind: 'fen' },
  { name: 'fee_max_fen', label: '最高收费（元/月）', kind: 'fen' },
  { name: 'subsidies', label: '享受补贴', kind: 'text', wide: true },
]

/** A recorded field as a person reads it; what is not recorded is a dash, never a no. */
export function recordWords(spec: FieldSpec, value: unknown): string {
  if (value === null || value === undefined || value === '' || value === 'unknown' || value === 'none' || (Array.isArray(value) && !value.length)) return '—'
  if (spec.kind === 'choice' || spec.kind === 'many') {
    const words = new Map((spec.options ?? []).map((o) => [o.value, o.label]))
    return (Array.isArray(value) ? value : [value]).map((v) => words.get(String(v)) ?? String(v)).join('、')
  }
  if (spec.kind === 'date') return longDate(String(value))
  if (spec.kind === 'fen') return value ? yuan(Number(value)) : '—'
  if (spec.kind === 'number') return value ? count(Number(value)) : '—'
  return String(value)
}

export const placeWords = (f: Pick<Facility, 'lon_e6' | 'lat_e6' | 'source_datum'>): string =>
  f.lon_e6 ? `${(f.lon_e6 / 1e6).toFixed(6)}，${(f.lat_e6 / 1e6).toFixed(6)}（WGS-84；填报时为 ${label('FacilityDetail.source_datum', f.source_datum)}）` : '没有位置，不计入服务圈'
