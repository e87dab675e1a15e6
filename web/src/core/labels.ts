import { labels } from '@/api/labels.gen'

export type Labelled = keyof typeof labels
const table: Record<string, Record<string, string>> = labels

/** The Chinese word of an enum value, from the server's OpenAPI: `label('Order.state', order.state)`. */
export function label(enumeration: Labelled, value: string | null | undefined): string {
  if (value === null || value === undefined) return '—'
  return table[enumeration]?.[value] ?? value
}

/** The values of an enum as options of a filter or a select. */
export function options(enumeration: Labelled): { value: string; label: string }[] {
  return Object.entries(table[enumeration] ?? {}).map(([value, word]) => ({ value, label: word }))
}
