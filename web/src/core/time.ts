/** All clocks of the system show Asia/Shanghai (UTC+8, no daylight saving), wherever the browser is. */
const offset_ms = 8 * 3600_000
const day_ms = 86_400_000

const two = (n: number) => String(n).padStart(2, '0')

/** The wall clock in Shanghai at an instant, as the UTC fields of a Date. */
function wall(instant: string | number | Date): Date {
  return new Date(new Date(instant).getTime() + offset_ms)
}

/** "2026-11-22" */
export function dateOf(instant: string | number | Date): string {
  const d = wall(instant)
  return `${d.getUTCFullYear()}-${two(d.getUTCMonth() + 1)}-${two(d.getUTCDate())}`
}

export function today(now: number = Date.now()): string {
  return dateOf(now)
}

/** "09:30" */
export function clockOf(instant: string | number | Date): string {
  const d = wall(instant)
  return `${two(d.getUTCHours())}:${two(d.getUTCMinutes())}`
}

/** "2026-11-22 09:30" */
export function stamp(instant: string | null | undefined): string {
  return instant ? `${dateOf(instant)} ${clockOf(instant)}` : '—'
}

/** An instant that the server reads: wall date and clock in Shanghai. */
export function instantOf(date: string, clock: string): string {
  return `${date}T${clock}:00.000+08:00`
}

export function addDays(date: string, days: number): string {
  const d = new Date(Date.parse(`${date}T00:00:00Z`) + days * day_ms)
  return d.toISOString().slice(0, 10)
}

export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / day_ms)
}

const weekdays = ['周日', '周一', '周二', '周三', '周四', '周五', '周六']

export function weekday(date: string): string {
  return weekdays[new Date(`${date}T00:00:00Z`).getUTCDay()]
}

/** 今天 · 明天 · 11月24日 周二 · 2027年1月3日 */
export function dayWords(date: string, now: number = Date.now()): string {
  const gap = daysBetween(today(now), date)
  const near = ({ '-1': '昨天', '0': '今天', '1': '明天', '2': '后天' } as Record<string, string>)[gap]
  if (near) return near
  const [year, month, day] = date.split('-').map(Number)
  const sameYear = String(year) === today(now).slice(0, 4)
  return sameYear ? `${month}月${day}日 ${weekday(date)}` : `${year}年${month}月${day}日`
}

/** 今天 09:30 */
export function whenWords(instant: string | null | undefined, now: number = Date.now()): string {
  return instant ? `${dayWords(dateOf(instant), now)} ${clockOf(instant)}` : '—'
}

/** 刚刚 · 12 分钟前 · 3 小时后 · 昨天 09:30 */
export function agoWords(instant: string, now: number = Date.now()): string {
  const minutes = Math.round((now - Date.parse(instant)) / 60_000)
  const size = Math.abs(minutes)
  if (size < 1) return '刚刚'
  if (size < 60) return `${size} 分钟${minutes > 0 ? '前' : '后'}`
  if (size < 12 * 60) return `${Math.round(size / 60)} 小时${minutes > 0 ? '前' : '后'}`
  return whenWords(instant, now)
}

/** 清晨 · 上午 · 中午 · 下午 · 晚上, as a person would say it. */
export function partOfDay(clock: string): string {
  const hour = Number(clock.slice(0, 2))
  if (hour < 8) return '清晨'
  if (hour < 11) return '上午'
  if (hour < 14) return '中午'
  return hour < 18 ? '下午' : '晚上'
}

/** Full years on `on`, as 老年人 age is counted: the birthday itself counts. */
export function ageOn(birth: string, on: string = today()): number {
  const years = Number(on.slice(0, 4)) - Number(birth.slice(0, 4))
  return on.slice(5) < birth.slice(5) ? years - 1 : years
}

/** 95 → "1 小时 35 分钟" */
export function durationWords(minutes: number): string {
  const [hours, rest] = [Math.trunc(minutes / 60), minutes % 60]
  if (!hours) return `${rest} 分钟`
  return rest ? `${hours} 小时 ${rest} 分钟` : `${hours} 小时`
}

/** "2026-11" → 2026年11月, as a sentence says it. */
export const monthWords = (month: string): string => `${Number(month.slice(0, 4))}年${Number(month.slice(5, 7))}月`

/** "2026年11月22日 周日" */
export function longDate(date: string): string {
  const [year, month, day] = date.split('-').map(Number)
  return `${year}年${month}月${day}日 ${weekday(date)}`
}
