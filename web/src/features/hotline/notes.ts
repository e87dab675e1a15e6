import type { WrapCode } from './calls'

/** What an operator types while somebody is on the line. Kept on the server as the call's draft. */
export interface CallNotes {
  card: Card
  order: { item_id: string; units: number; date: string; clock: string; on_behalf: string; note: string }
  placed: string
  complaint: { order_id: string; text: string }
  complained: string
  wrap: { code: WrapCode | ''; note: string; later: boolean; date: string; clock: string; what: string }
}
export type Card = 'order' | 'complaint' | 'wrap'

/** The server takes a draft of at most this many characters; the fields' own limits stay below it together. */
export const draft_chars_max = 4000
export const chars_max = { order_note: 500, complaint: 1000, note: 1000, what: 200 } as const

export const emptyNotes = (tomorrow: string): CallNotes => ({
  card: 'order',
  order: { item_id: '', units: 1, date: tomorrow, clock: '10:00', on_behalf: '', note: '' },
  placed: '',
  complaint: { order_id: '', text: '' },
  complained: '',
  wrap: { code: '', note: '', later: false, date: tomorrow, clock: '09:00', what: '' },
})

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Takes from `given` what has the shape of `base`; anything else stays as it is. */
function over<T>(base: T, given: unknown): T {
  if (isObject(base)) {
    if (!isObject(given)) return base
    return Object.fromEntries(Object.entries(base).map(([key, value]) => [key, over(value, given[key])])) as T
  }
  return typeof given === typeof base ? (given as T) : base
}

/** A draft as it was kept; one of another make, or damaged, loses only what cannot be read. */
export function readNotes(text: string | null | undefined, tomorrow: string): CallNotes {
  const empty = emptyNotes(tomorrow)
  try {
    const notes = over(empty, JSON.parse(text || '{}'))
    return ['order', 'complaint', 'wrap'].includes(notes.card) ? notes : { ...notes, card: 'order' }
  } catch {
    return empty
  }
}

/** What the call was about, as far as it can be told from what was done. */
export function suggestedCode(notes: CallNotes, emergency: boolean): WrapCode | '' {
  if (notes.wrap.code) return notes.wrap.code
  if (emergency) return 'emergency'
  if (notes.placed) return 'ordered'
  if (notes.complained) return 'complaint'
  return ''
}
