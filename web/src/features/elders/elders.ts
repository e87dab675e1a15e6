import { api, ok, type Row } from '@/api/client'
import type { ElderDetail } from '@/ui/person'

export type Brief = Row<'/api/elders'>

export const readElder = (id: string): Promise<ElderDetail> => ok(api.GET('/api/elders/{id}', { params: { path: { id } } }))
