import { api, ok, type Answer } from '@/api/client'
import { label } from '@/core/labels'
import type { Tag } from '@/ui/types'

export type ComplaintView = Answer<'/api/complaints/{id}'>
const tones: Record<string, Tag['tone']> = { open: 'bad', handling: 'warn', closed: 'good' }
export const complaintTag = (state: string | undefined): Tag => ({ tone: tones[state ?? ''] ?? 'idle', word: label('Complaint.state', state) })
export const readComplaint = (id: string): Promise<ComplaintView> => ok(api.GET('/api/complaints/{id}', { params: { path: { id } } }))
