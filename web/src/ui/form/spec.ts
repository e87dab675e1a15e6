import type { NamedRegion } from '@/core/regions'
import type { Choice } from '../types'

export type FieldKind =
  | 'text' | 'area' | 'tel' | 'number' | 'fen' | 'percent' | 'degrees'
  | 'choice' | 'many' | 'radio' | 'flag'
  | 'date' | 'month' | 'clock' | 'days' | 'region' | 'regions'

/**
 * One field of a form as data. `name` is the server's, dots included (`elder.phone`), so that its errors find the field; the value
 * lies at that path of the form's values.
 */
export interface FieldSpec {
  name: string
  label: string
  kind: FieldKind
  hint?: string
  required?: boolean
  wide?: boolean
  options?: Choice[]
  min?: number
  max?: number
  /** The finest region that may be chosen. */
  until?: 'county' | 'street' | 'community'
  /** Where the choice of a region begins, when that is not one's own scope. */
  roots?: NamedRegion[]
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  when?: (values: any) => boolean
}

type Values = Record<string, unknown>

export function readAt(values: object, path: string): unknown {
  return path.split('.').reduce<unknown>((at, key) => (at as Values | undefined)?.[key], values)
}

export function writeAt(values: object, path: string, value: unknown): void {
  const keys = path.split('.')
  const last = keys.pop()!
  const holder = keys.reduce((at, key) => (at[key] ??= {}) as Values, values as Values)
  holder[last] = value
}

/** Kinds that are several controls in one: they stand in a fieldset. */
export const grouped = (kind: FieldKind): boolean => ['radio', 'flag', 'days', 'region', 'regions'].includes(kind)

/** 510 → "08:30", as a time input speaks. */
export const clockWords = (minutes: number | null | undefined): string =>
  minutes == null ? '' : `${String(Math.trunc(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

export function clockMinutes(text: string): number | null {
  const match = /^(\d{1,2}):(\d{2})$/.exec(text)
  return match ? Number(match[1]) * 60 + Number(match[2]) : null
}

export const weekdayWords = ['周一', '周二', '周三', '周四', '周五', '周六', '周日']

/** [1,2,3,4,5] → 周一至周五; [1,3] → 周一、周三 */
export function daysWords(days: readonly number[] | null | undefined): string {
  const sorted = [...(days ?? [])].sort((a, b) => a - b)
  if (sorted.length === 7) return '每天'
  const [first, last] = [sorted[0], sorted.at(-1)]
  if (sorted.length > 2 && last! - first === sorted.length - 1) return `${weekdayWords[first - 1]}至${weekdayWords[last! - 1]}`
  return sorted.map((day) => weekdayWords[day - 1]).join('、') || '—'
}

/** 每天 08:00–18:00 */
export function hoursWords(days: readonly number[] | null | undefined, from: number | null | undefined, to: number | null | undefined): string {
  if (from == null || to == null) return daysWords(days)
  return from === 0 && to >= 1439 ? `${daysWords(days)}，全天` : `${daysWords(days)} ${clockWords(from)}–${clockWords(to)}`
}
