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
