import { addDays, clockOf, dateOf, dayWords, instantOf, partOfDay, today } from '@/core/time'

/** A half day that may still be asked for. */
export interface Slot {
  key: string
  words: string
  from: string
  to: string
}

const halves = [
  { word: '上午', from: '08:00', to: '12:00' },
  { word: '下午', from: '14:00', to: '18:00' },
]
const hour_ms = 3_600_000
const step_ms = hour_ms / 2

/** The halves of a day that leave somebody an hour to come, and an hour to be there. */
export function slotsOf(date: string, now: number = Date.now()): Slot[] {
  const soonest = Math.ceil((now + hour_ms) / step_ms) * step_ms
  return halves.flatMap((half) => {
    const [opens, closes] = [Date.parse(instantOf(date, half.from)), Date.parse(instantOf(date, half.to))]
    const from = Math.max(opens, soonest)
    if (from > closes - hour_ms) return []
    return [{ key: `${date}-${half.word}`, words: `${dayWords(date, now)}${half.word}`, from: instantOf(dateOf(from), clockOf(from)), to: instantOf(date, half.to) }]
  })
}

const days_near = 2
const days_far = 7

export const nearSlots = (now: number = Date.now()): Slot[] =>
  Array.from({ length: days_near }, (_, n) => slotsOf(addDays(today(now), n), now)).flat()

export const farDays = (now: number = Date.now()): { date: string; words: string; slots: Slot[] }[] =>
  Array.from({ length: days_far }, (_, n) => addDays(today(now), n + days_near)).map((date) => ({ date, words: dayWords(date, now), slots: slotsOf(date, now) }))

/** 明天上午 8 点到 12 点 · 明天下午 2 点半 */
export function windowWords(from: string, to?: string | null): string {
  const clock = (instant: string) => {
    const [hour, minute] = clockOf(instant).split(':').map(Number)
    const words = `${hour > 12 ? hour - 12 : hour} 点`
    if (minute === 30) return `${words}半`
    return minute ? `${words} ${minute} 分` : words
  }
  const start = `${dayWords(dateOf(from))}${partOfDay(clockOf(from))} ${clock(from)}`
  return to && Date.parse(to) > Date.parse(from) ? `${start}到 ${clock(to)}` : start
}
