import type { Row } from '@/api/client'

/** The standards in force, as a what-if changes them: one of an item, in a region, from a month on. */
export type Standard = Row<'/api/rules/parameters'>

export const itemsOf = (rows: readonly Standard[]): string[] => [...new Set(rows.map((r) => r.item))]

/** A country's rule has no code; the server takes none for the whole country. */
export const codeOf = (row: Standard): string => row.region ?? ''

/** Where the item may be set: wherever it is set today, and the city and its counties. */
export function placesOf(rows: readonly Standard[], item: string, own: readonly { code: string; name: string }[]): { value: string; label: string }[] {
  const out = new Map(own.map((place) => [place.code, place.name]))
  for (const row of rows) if (row.item === item) out.set(codeOf(row), row.region_name)
  return [...out].map(([value, label]) => ({ value, label }))
}

/** The value that stands in this very region in a month; null when the region has none of its own. */
export function valueAt(rows: readonly Standard[], item: string, region: string, month: string): Standard | null {
  const fits = rows.filter((r) => r.item === item && codeOf(r) === region && r.from <= month && (!r.to || month <= r.to))
  return fits.sort((a, b) => (a.from < b.from ? -1 : 1)).at(-1) ?? null
}

/** The value that holds there: its own, or that of the nearest region around it. */
export function valueFor(rows: readonly Standard[], item: string, region: string, month: string): Standard | null {
  const around = [region, ...[6, 4, 2].map((digits) => region.slice(0, digits).padEnd(12, '0')), '']
  for (const code of new Set(around)) {
    const found = valueAt(rows, item, code, month)
    if (found) return found
  }
  return null
}

/** "60元" → [60, '元']; what is no number with a unit is null. */
export function measured(value: string): [number, string] | null {
  const match = /^(\d+(?:\.\d+)?)(\D*)$/.exec(value)
  return match ? [Number(match[1]), match[2] ?? ''] : null
}

/** A range around a value to begin with: half of it to one and a half times, in ten steps. */
export function rangeAround(value: string): { lowest: string; highest: string; step: string } | null {
  const known = measured(value)
  if (!known || known[0] <= 0) return null
  const [n, unit] = known
  const step = Number((n / 10).toPrecision(1))
  const words = (x: number) => `${Number(x.toFixed(2))}${unit}`
  return { lowest: words(Math.max(0, n - 5 * step)), highest: words(n + 5 * step), step: words(step) }
}
