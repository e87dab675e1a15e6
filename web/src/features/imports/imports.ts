import { api, ok, raw, type Answer, type Row } from '@/api/client'
import type { Tag } from '@/ui/types'

export type ImportJob = Row<'/api/imports'>
export type ImportView = Answer<'/api/imports/{id}'>
export type ColumnUse = Required<ImportView['columns'][number]>
export type Kind = ImportJob['kind']

/** In the order in which a city is filled: whoever is spoken of stands before. */
export const kinds: { value: Kind; title: string; detail: string; permission: string }[] = [
  { value: 'elders', title: '老人名册', detail: '姓名、身份证号、社区、住址、标签和联系人', permission: 'import.elders' },
  { value: 'providers', title: '服务组织和设施', detail: '服务组织、养老服务设施', permission: 'import.providers' },
  { value: 'workers', title: '服务人员', detail: '所属组织、技能和证书', permission: 'import.workers' },
  { value: 'orders', title: '往日订单', detail: '原系统里已完成或已取消的订单', permission: 'import.orders' },
]

const tones: Record<ImportJob['state'], Tag['tone']> = {
  uploaded: 'idle', checking: 'info', checked: 'info', running: 'info', interrupted: 'warn', done: 'good', rolling_back: 'info', rolled_back: 'idle', discarded: 'idle',
}
export const toneOf = (state: ImportJob['state']) => tones[state]
export const atWork = (state: ImportJob['state']) => state === 'checking' || state === 'running' || state === 'rolling_back'

export const readImport = (id: string): Promise<ImportView> => ok(api.GET('/api/imports/{id}', { params: { path: { id } } }))
export const readPreview = (id: string) => ok(api.GET('/api/imports/{id}/preview', { params: { path: { id } } }))

export async function upload(kind: Kind, file: File): Promise<ImportView> {
  const body = new FormData()
  body.append('file', file, file.name)
  return (await raw(`/api/uploads/imports/${kind}`, { method: 'POST', body })).json()
}

/** 12.3 MB, 640 KB. */
export function sizeWords(bytes: number): string {
  return bytes >= 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1e3))} KB`
}

/** Part done in percent; null while the number of rows is not known. */
export function percent(job: Pick<ImportJob, 'position' | 'rows_total'>): number | null {
  if (!job.rows_total) return null
  return Math.min(100, Math.floor((job.position * 100) / job.rows_total))
}

/** Fields that two columns fill. */
export function doubled(columns: Pick<ColumnUse, 'field'>[]): Set<string> {
  const seen = new Set<string>()
  return new Set(columns.map((c) => c.field).filter((field) => field && (seen.has(field) || !seen.add(field))))
}
