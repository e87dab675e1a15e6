import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api, ok, type Answer, type Row } from '@/api/client'
import { label, options } from '@/core/labels'
import type { FieldSpec } from '@/ui/form/spec'
import type { Tag } from '@/ui/types'

export type Organisation = Row<'/api/organisations'>
export type OrganisationView = Answer<'/api/organisations/{id}'>
export type Worker = Row<'/api/workers'>
export type Facility = Row<'/api/facilities'>
export type Certificate = Worker['certificates'][number]

export const readOrganisation = (id: string): Promise<OrganisationView> => ok(api.GET('/api/organisations/{id}', { params: { path: { id } } }))
export const readWorker = (id: string): Promise<Worker> => ok(api.GET('/api/workers/{id}', { params: { path: { id } } }))
export const readFacility = (id: string): Promise<Facility> => ok(api.GET('/api/facilities/{id}', { params: { path: { id } } }))

const tones: Record<string, Tag['tone']> = {
  applied: 'warn', vetted: 'info', active: 'good', suspended: 'bad', removed: 'idle', refused: 'bad', left: 'idle', open: 'good', paused: 'warn', closed: 'idle',
}
export const organisationTag = (state: string): Tag => ({ tone: tones[state] ?? 'idle', word: label('Organisation.state', state) })
export const workerTag = (state: string): Tag => ({ tone: tones[state] ?? 'idle', word: label('WorkerView.state', state) })
export const facilityTag = (state: string): Tag => ({ tone: tones[state] ?? 'idle', word: label('FacilityView.state', state) })

const soon_days = 30

/** 已作废 · 已过期 · 12 天后到期 · 有效 */
export function certificateTag(certificate: Pick<Certificate, 'expires' | 'revoked'>, today: string): Tag {
  if (certificate.revoked) return { tone: 'idle', word: '已作废' }
  if (!certificate.expires) return { tone: 'good', word: '长期有效' }
  return leftTag(Math.round((Date.parse(certificate.expires) - Date.parse(today)) / 86_400_000))
}
export function leftTag(days: number): Tag {
  if (days < 0) return { tone: 'bad', word: `已过期 ${-days} 天` }
  if (days === 0) return { tone: 'bad', word: '今天到期' }
  return days <= soon_days ? { tone: 'warn', word: `${days} 天后到期` } : { tone: 'good', word: '有效' }
}

/** 4.67 分（3 次评价） */
export const ratingWords = (worker: Pick<Worker, 'rating_x100' | 'rating_count'>): string =>
  worker.rating_count ? `${(worker.rating_x100 / 100).toFixed(2)} 分（${worker.rating_count} 次评价）` : '还没有评价'

/** Codes of services under their names; the code itself until the catalogue has come. */
export function useServices() {
  const query = useQuery({ queryKey: ['service_item', 'list', 'choices'], queryFn: () => ok(api.GET('/api/catalogue/items', { params: { query: { limit: 200 } } })) })
  const names = computed(() => new Map((query.data.value?.items ?? []).map((item) => [item.code, item.name])))
  return {
    choices: computed(() => [...names.value].map(([value, name]) => ({ value, label: name }))),
    name: (code: string) => names.value.get(code) ?? code,
  }
}

/** Organisations that a worker or a facility may belong to. */
export function useOrganisations() {
  const query = useQuery({ queryKey: ['organisation', 'list', 'choices'], queryFn: () => ok(api.GET('/api/organisations', { params: { query: { limit: 200 } } })) })
  return computed(() => (query.data.value?.items ?? []).filter((o) => o.state !== 'removed').map((o) => ({ value: o.id, label: o.name })))
}

export const hoursFields = (days: string, from: string, to: string): FieldSpec[] => [
  { name: 'work_days', label: days, kind: 'days', wide: true },
  { name: from, label: from.startsWith('shift') ? '上班时间' : '开门时间', kind: 'clock' },
  { name: to, label: from.startsWith('shift') ? '下班时间' : '关门时间', kind: 'clock' },
]

export const organisationFields = (services: { value: string; label: string }[]): FieldSpec[] => [
  { name: 'name', label: '名称', kind: 'text', required: true, wide: true },
  { name: 'credit_code', label: '统一社会信用代码', kind: 'text', hint: '18 位；农村集体组织和志愿服务队可以不填' },
  { name: 'kind', label: '类型', kind: 'choice', required: true, options: options('NewOrganisation.kind') },
  { name: 'region', label: '所在地区', kind: 'region', required: true },
  { name: 'address', label: '地址', kind: 'text' },
  { name: 'phone', label: '服务电话', kind: 'tel' },
  { name: 'legal_person', label: '法定代表人', kind: 'text' },
  { name: 'areas', label: '服务区域', kind: 'regions', required: true, wide: true, hint: '只接这些区域的订单' },
  { name: 'services', label: '服务项目', kind: 'many', wide: true, options: services },
  ...hoursFields('营业日', 'opens_min', 'closes_min'),
]

export const workerFields = (organisations: { value: string; label: string }[], known: boolean): FieldSpec[] => [
  { name: 'organisation_id', label: '所属组织', kind: 'choice', required: true, wide: true, options: organisations },
  { name: 'name', label: '姓名', kind: 'text', required: true },
  { name: 'sex', label: '性别', kind: 'radio', options: options('NewWorker.sex') },
  { name: 'phone', label: '电话', kind: 'tel', required: !known, hint: known ? '不填表示不改' : undefined },
  { name: 'id_card', label: '身份证号', kind: 'text', required: !known, hint: known ? '不填表示不改' : undefined },
  { name: 'skills', label: '技能', kind: 'many', wide: true, options: options('NewWorker.skills') },
  { name: 'home_lon_e6', label: '出发地经度', kind: 'degrees', hint: '用于估算路程' },
  { name: 'home_lat_e6', label: '出发地纬度', kind: 'degrees' },
  ...hoursFields('工作日', 'shift_from_min', 'shift_to_min'),
]

export const facilityFields = (organisations: { value: string; label: string }[], services: { value: string; label: string }[]): FieldSpec[] => [
  { name: 'name', label: '名称', kind: 'text', required: true, wide: true },
  { name: 'organisation_id', label: '运营组织', kind: 'choice', required: true, options: organisations },
  { name: 'kind', label: '类型', kind: 'choice', required: true, options: options('NewFacility.kind') },
  { name: 'mode', label: '建设运营方式', kind: 'choice', options: options('NewFacility.mode') },
  { name: 'region', label: '所在地区', kind: 'region', required: true },
  { name: 'address', label: '地址', kind: 'text' },
  { name: 'phone', label: '电话', kind: 'tel' },
  { name: 'beds', label: '床位（张）', kind: 'number', max: 100000 },
  { name: 'area_m2', label: '建筑面积（平方米）', kind: 'number', max: 10000000 },
  { name: 'lon_e6', label: '经度', kind: 'degrees' },
  { name: 'lat_e6', label: '纬度', kind: 'degrees' },
  { name: 'datum', label: '经纬度的坐标系', kind: 'choice', options: options('NewFacility.datum'), hint: '保存时换算成 WGS-84' },
  { name: 'services', label: '服务项目', kind: 'many', wide: true, options: services },
  ...hoursFields('开放日', 'opens_min', 'closes_min'),
]
