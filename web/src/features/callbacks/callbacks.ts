import { api, ok, type Answer } from '@/api/client'
import { label } from '@/core/labels'
import type { Tag } from '@/ui/types'

export type CallbackView = Answer<'/api/callbacks/{id}'>
const tones: Record<string, Tag['tone']> = { open: 'warn', answered: 'good', unreachable: 'idle' }
export const callbackTag = (state: string | undefined): Tag => ({ tone: tones[state ?? ''] ?? 'idle', word: label('Callback.state', state) })
export const readCallback = (id: string): Promise<CallbackView> => ok(api.GET('/api/callbacks/{id}', { params: { path: { id } } }))

/** A question that asks "…吗？" is answered by one of three words, any other in the elder's own words. */
export const saidWords = ['是', '否', '说不清'] as const
export const byChoice = (question: string): boolean => question.endsWith('吗？')

/** The answers as they were written down: one for each question, or none at all. */
export function answersOf(text: string | undefined): string[] {
  try {
    const answers = JSON.parse(text || '[]') as unknown
    return Array.isArray(answers) ? answers.map(String) : []
  } catch {
    return []
  }
}

/** The numbers (from 1) of the questions that have no answer yet. */
export const missing = (questions: readonly string[], answers: readonly string[]): number[] =>
  questions.flatMap((_, n) => (answers[n]?.trim() ? [] : [n + 1]))
