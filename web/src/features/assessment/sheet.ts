import type { Answer as AnswerOf, Sent } from '@/api/client'
import { clockOf, dateOf } from '@/core/time'
import { isAnswered, itemsOf, type Answer, type Questionnaire } from './score'

/** What stands in the form: kept on this machine, sent as a whole. */
export type View = AnswerOf<'/api/assessments/{id}'>
export type Body = Sent<'/api/assessments/{id}', 'put'>
export interface Entry {
  options: string[]
  text: string
  note: string
}
export interface Sheet {
  entries: Record<string, Entry>
  facts: {
    consent: NonNullable<Body['consent']>
    consent_name: string
    informant: NonNullable<Body['informant']>
    informant_name: string
    place: string
    /** As a datetime-local input has it: wall clock in China. */
    started: string
    ended: string
    note: string
  }
}

export const emptyEntry = (): Entry => ({ options: [], text: '', note: '' })
export const localOf = (instant: string | null | undefined): string => (instant ? `${dateOf(instant)}T${clockOf(instant)}` : '')
export const instantOf = (local: string): string => (local ? `${local.slice(0, 16)}:00.000+08:00` : '')

export function sheetOf(view: View, q: Questionnaire): Sheet {
  const a = view.assessment
  const given = new Map((view.answers ?? []).map((answer) => [answer.item, answer]))
  const entries: Record<string, Entry> = {}
  for (const item of (q.sections ?? []).flatMap(itemsOf)) {
    const answer = given.get(item.code)
    entries[item.code] = { options: [...(answer?.options ?? [])], text: answer?.text ?? '', note: answer?.note ?? '' }
  }
  return {
    entries,
    facts: {
      consent: a?.consent ?? 'none',
      consent_name: a?.consent_name ?? '',
      informant: a?.informant ?? 'none',
      informant_name: a?.informant_name ?? '',
      place: a?.place ?? '',
      started: localOf(a?.started_at),
      ended: localOf(a?.ended_at),
      note: a?.note ?? '',
    },
  }
}

export function answersOf(sheet: Sheet, q: Questionnaire): Answer[] {
  return (q.sections ?? []).flatMap(itemsOf).flatMap((item) => {
    const { options, text, note } = sheet.entries[item.code] ?? emptyEntry()
    const answer: Answer = { item: item.code, options: [...options], text: text.trim(), note: note.trim() }
    return isAnswered(answer) || answer.note ? [answer] : []
  })
}

export function bodyOf(sheet: Sheet, q: Questionnaire, version: number): Body {
  const { started, ended, ...facts } = sheet.facts
  return { version, answers: answersOf(sheet, q), ...facts, ...(started ? { started_at: instantOf(started) } : {}), ...(ended ? { ended_at: instantOf(ended) } : {}) } as Body
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

/** Two assessors at once: what I changed since `base` stays mine, everything else becomes theirs. */
export function merge(base: Sheet, mine: Sheet, theirs: Sheet): Sheet {
  const pick = <T extends object>(b: T, m: T, t: T): T =>
    Object.fromEntries(
      [...new Set([...Object.keys(m), ...Object.keys(t)])].map((key) => {
        const k = key as keyof T
        return [key, same(m[k], b[k]) ? (t[k] ?? m[k]) : m[k]]
      }),
    ) as T
  return { entries: pick(base.entries, mine.entries, theirs.entries), facts: pick(base.facts, mine.facts, theirs.facts) }
}

/** A chosen option of a multiple question: 无 excludes the others. */
export function toggled(options: readonly string[], code: string): string[] {
  if (options.includes(code)) return options.filter((one) => one !== code)
  return code === 'none' ? ['none'] : [...options.filter((one) => one !== 'none'), code]
}
