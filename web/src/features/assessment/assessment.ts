import { api, ok, type Answer, type Row } from '@/api/client'
import { label } from '@/core/labels'
import type { Tag } from '@/ui/types'
import type { Questionnaire } from './score'

export type AssessmentView = Answer<'/api/assessments/{id}'>
export type AssessmentRow = Row<'/api/assessments'>
export type DueRow = Row<'/api/assessments/due'>
export type ReviewRow = Row<'/api/assessments/review'>
export type Flag = NonNullable<AssessmentView['flags']>[number]

const tones: Record<string, Tag['tone']> = { draft: 'info', submitted: 'warn', reviewed: 'warn', effective: 'good', disputed: 'bad', superseded: 'idle', voided: 'idle' }
export const stateTag = (state: string | null | undefined): Tag => ({ tone: tones[state ?? ''] ?? 'idle', word: label('Assessment.state', state) })
export const flagTag = (flag: { kind?: string; state?: string }): Tag => ({
  tone: flag.state === 'open' ? 'warn' : flag.state === 'confirmed' ? 'bad' : 'idle',
  word: label('AssessmentFlag.kind', flag.kind),
})
/** 2 级 · 能力中度受损（中度失能）; a level stands with its name. */
export const levelText = (row: { level?: number | null; level_name?: string }): string => (row.level == null ? '—' : `${row.level} 级${row.level_name ? ` · ${row.level_name}` : ''}`)

export const readAssessment = (id: string): Promise<AssessmentView> => ok(api.GET('/api/assessments/{id}', { params: { path: { id } } }))
export const readQuestionnaire = (code: string, version: string): Promise<Questionnaire> =>
  ok(api.GET('/api/questionnaires/{code}', { params: { path: { code }, query: version ? { version } : {} } }))

/** The code of a certificate as a link that a telephone's camera opens. */
export const verifyLink = (code: string, name: string): string => `${location.origin}/verify?${new URLSearchParams({ code, name })}`
/** 张*明: the name as it stands on what leaves the house. */
export function maskedName(name: string): string {
  const letters = [...name]
  if (letters.length < 2) return '*'.repeat(letters.length)
  return letters.map((letter, n) => (n === 0 || (letters.length > 2 && n === letters.length - 1) ? letter : '*')).join('')
}
