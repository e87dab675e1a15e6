const grouped = new Intl.NumberFormat('zh-CN', { useGrouping: true, maximumFractionDigits: 0 })

/** 123450 → "¥1,234.50". Integers only: fen never become a float. */
export function yuan(fen: number | null | undefined): string {
  if (fen === null || fen === undefined) return '—'
  const whole = Math.trunc(Math.abs(fen) / 100)
  const cents = String(Math.abs(fen) % 100).padStart(2, '0')
  return `${fen < 0 ? '-' : ''}¥${grouped.format(whole)}.${cents}`
}

/** For large type and speech: 1200 → "12 元", 1250 → "12 元 5 角", 1253 → "12.53 元". */
export function yuanWords(fen: number): string {
  const [whole, cents] = [Math.trunc(Math.abs(fen) / 100), Math.abs(fen) % 100]
  const sign = fen < 0 ? '负' : ''
  if (cents === 0) return `${sign}${whole} 元`
  if (cents % 10 === 0) return `${sign}${whole ? `${whole} 元 ` : ''}${cents / 10} 角`
  return `${sign}${whole}.${String(cents).padStart(2, '0')} 元`
}

/** "1,234.5" → 123450; null when it is not an amount of at most two decimals. */
export function parseYuan(text: string): number | null {
  const match = /^(-?)(\d{1,11})(?:\.(\d{1,2}))?$/.exec(text.replace(/[,，¥\s]/g, ''))
  if (!match) return null
  const fen = Number(match[2]) * 100 + Number((match[3] ?? '').padEnd(2, '0'))
  return match[1] && fen ? -fen : fen
}

export function count(n: number | null | undefined): string {
  return n === null || n === undefined ? '—' : new Intl.NumberFormat('zh-CN').format(n)
}
