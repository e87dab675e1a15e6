import { api, ok, type Answer, type Row } from '@/api/client'
import { label } from '@/core/labels'
import { yuan } from '@/core/money'
import { today } from '@/core/time'
import type { Tag } from '@/ui/types'

export type ReceiptRow = Row<'/api/receipts'>
export type ReceiptView = Answer<'/api/receipts/{id}'>
export type StatementRow = Row<'/api/statements'>
export type Statement = Answer<'/api/statements/{id}'>
export type Kind = StatementRow['kind']

export const kinds: Kind[] = ['provider', 'elder', 'fund']
export const kindOf = (value: unknown): Kind => kinds.find((k) => k === value) ?? 'provider'

const stateTones: Record<string, Tag['tone']> = { open: 'idle', closed: 'warn', signed: 'good' }
export const stateTag = (state: string): Tag => ({ tone: stateTones[state] ?? 'idle', word: label('Statement.state', state) })
const receiptTones: Record<string, Tag['tone']> = { normal: 'good', reversal: 'bad', corrected: 'warn' }
export const receiptTag = (kind: string): Tag => ({ tone: receiptTones[kind] ?? 'idle', word: label('Receipt.kind', kind) })

export const thisMonth = (now = today()): string => now.slice(0, 7)
export function monthBefore(month: string): string {
  const [year, number] = month.split('-').map(Number)
  return number === 1 ? `${year - 1}-12` : `${year}-${String(number - 1).padStart(2, '0')}`
}
/** 2026年10月 */
export const monthWords = (month: string): string => `${month.slice(0, 4)}年${Number(month.slice(5))}月`
/** What a closing is about: all of the row, or what no statement covers yet. */
export function restWords(row: Pick<StatementRow, 'receipts' | 'total_fen' | 'closed' | 'files'>): string {
  const receipts = row.closed.reduce((left, s) => left - s.receipts, row.receipts)
  const total = row.closed.reduce((left, s) => left - s.total_fen, row.total_fen)
  const words = `${receipts} 张结算单，合计 ${yuan(total)}。`
  if (row.closed.length) return `已经结账的不再变动。余下 ${words}`
  return row.files > 1 ? `含合并前的档案，共 ${words}` : words
}
/** A month is closed when it is over. */
export const over = (month: string, now = today()): boolean => month < thisMonth(now)

const pages_max = 50

/** The whole statement: what is signed must be printed to its last line. */
export async function readStatement(id: string): Promise<Statement> {
  const first = await ok(api.GET('/api/statements/{id}', { params: { path: { id } } }))
  let next = first.next
  for (let page = 1; next && page < pages_max; page += 1) {
    const more: Statement = await ok(api.GET('/api/statements/{id}', { params: { path: { id }, query: { cursor: next } } }))
    first.lines.push(...more.lines)
    next = more.next
  }
  return { ...first, next }
}

export const sum = (lines: readonly { amount_fen: number }[]): number => lines.reduce((total, line) => total + line.amount_fen, 0)

const digits = '零壹贰叁肆伍陆柒捌玖'
const units = ['', '拾', '佰', '仟']
const groups = ['', '万', '亿']

function fourDigits(n: number): string {
  let words = ''
  let zero = false
  for (let place = 3; place >= 0; place -= 1) {
    const digit = Math.trunc(n / 10 ** place) % 10
    if (digit === 0) zero = words !== ''
    else {
      words += (zero ? '零' : '') + digits[digit] + units[place]
      zero = false
    }
  }
  return words
}

/** As money is written where it is signed: 246200 → 贰仟肆佰陆拾贰元整. */
export function capitals(fen: number): string {
  const size = Math.abs(fen)
  let [yuan, words] = [Math.trunc(size / 100), '']
  const [jiao, cent] = [Math.trunc(size / 10) % 10, size % 10]
  for (let group = 0, lower = false; yuan > 0; group += 1, yuan = Math.trunc(yuan / 10_000)) {
    const part = yuan % 10_000
    if (part) {
      const gap = lower && words && !words.startsWith('零') ? '零' : ''
      words = fourDigits(part) + groups[group] + gap + words
    }
    lower = part < 1000
    if (part && lower && yuan >= 10_000) words = `零${words}`
  }
  words = words ? `${words}元` : ''
  if (jiao) words += `${digits[jiao]}角`
  else if (cent && words) words += '零'
  if (cent) words += `${digits[cent]}分`
  const whole = words === '' ? '零元整' : cent ? words : `${words}整`
  return fen < 0 ? `负${whole}` : whole
}
