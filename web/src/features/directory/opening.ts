const weekdays = ['一', '二', '三', '四', '五', '六', '日']
const clock = (minutes: number) => `${String(Math.trunc(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

/** 每天 08:00–18:00 · 周一至周五 08:00–18:00 · 周一、三、五 08:00–12:00. Days are 1 (Monday) to 7. */
export function openingWords(days: readonly number[], opens_min: number, closes_min: number): string {
  if (!days.length || closes_min <= opens_min) return ''
  const sorted = [...new Set(days)].sort((a, b) => a - b)
  const [first, last] = [sorted[0], sorted[sorted.length - 1]]
  const unbroken = last - first === sorted.length - 1
  const words =
    sorted.length === 7 ? '每天' : unbroken && sorted.length > 2 ? `周${weekdays[first - 1]}至周${weekdays[last - 1]}` : `周${sorted.map((day) => weekdays[day - 1]).join('、')}`
  return `${words} ${clock(opens_min)}–${clock(closes_min)}`
}

/** 420 → "420 米", 2340 → "2.3 公里", in a straight line. */
export function distanceWords(metres: number | null | undefined): string {
  if (metres === null || metres === undefined) return ''
  return metres < 1000 ? `直线约 ${metres} 米` : `直线约 ${(metres / 1000).toFixed(1)} 公里`
}

/** Beds free are told only of those that have beds: 床位 20 张，空 3 张. */
export const bedWords = (f: { beds: number; beds_free: number }): string => `床位 ${f.beds} 张，${f.beds_free > 0 ? `空 ${f.beds_free} 张` : '没有空床'}`

export const chips = [
  { key: 'open_now', words: '现在开放' },
  { key: 'beds_free', words: '有空床' },
  { key: 'accessible', words: '无障碍' },
] as const

/** What the address asks for, as the route reads it. */
export function questionOf(query: Record<string, unknown>): Record<string, string> {
  const out: Record<string, string> = {}
  for (const { key } of chips) if (query[key] === 'true') out[key] = 'true'
  for (const key of ['q', 'kinds', 'region']) if (typeof query[key] === 'string' && query[key]) out[key] = query[key]
  if (typeof query.kind === 'string' && query.kind && !out.kinds) out.kinds = query.kind
  return out
}
