import { addDays, daysBetween } from '@/core/time'

/** A stretch of days, both ends included, as the URL says it: `?period=7d`, or `?from=2026-11-01&to=2026-11-22`. */
export interface Period {
  key: string
  from: string
  to: string
}

export const days_max = 400
const date = /^\d{4}-\d{2}-\d{2}$/
const monthStart = (day: string) => `${day.slice(0, 8)}01`

export const presets: { key: string; title: string; of: (today: string) => { from: string; to: string } }[] = [
  { key: 'today', title: '今天', of: (today) => ({ from: today, to: today }) },
  { key: '7d', title: '近 7 天', of: (today) => ({ from: addDays(today, -6), to: today }) },
  { key: '30d', title: '近 30 天', of: (today) => ({ from: addDays(today, -29), to: today }) },
  { key: 'month', title: '本月', of: (today) => ({ from: monthStart(today), to: today }) },
  { key: 'last_month', title: '上月', of: (today) => ({ from: monthStart(addDays(monthStart(today), -1)), to: addDays(monthStart(today), -1) }) },
  { key: 'year', title: '今年', of: (today) => ({ from: `${today.slice(0, 4)}-01-01`, to: today }) },
]
const usual = presets[2]

/** What cannot be read is the last 30 days; an end before its start, or more days than the server counts, too. */
export function periodOf(query: Record<string, unknown>, today: string): Period {
  const { from, to } = query
  if (typeof from === 'string' && typeof to === 'string' && date.test(from) && date.test(to) && from <= to && daysBetween(from, to) < days_max) return { key: 'own', from, to }
  const preset = presets.find((p) => p.key === query.period) ?? usual
  return { key: preset.key, ...preset.of(today) }
}

/** The same number of days just before. */
export function before({ from, to }: { from: string; to: string }): { from: string; to: string } {
  const length = daysBetween(from, to) + 1
  return { from: addDays(from, -length), to: addDays(from, -1) }
}

export const periodWords = ({ from, to }: { from: string; to: string }): string => (from === to ? from : `${from} 至 ${to}`)
