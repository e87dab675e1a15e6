import type { Answer } from '@/api/client'

/** Rule text as people type it, and what the compiler says of it. */
export type RuleCheck = Answer<'/api/rules/check', 'post'>
export type Finding = RuleCheck['errors'][number]

export const linesOf = (text: string): number => text.split('\n').length

/** Messages of one file by line; line 0 never occurs. */
export function byLine(findings: readonly Finding[], file: string): Map<number, Finding[]> {
  const out = new Map<number, Finding[]>()
  for (const f of findings) if (f.file === file) out.set(f.line, [...(out.get(f.line) ?? []), f])
  return out
}

/** Where line and column (both from 1, columns in characters as people count them) lie in the text of a control. */
export function offsetOf(text: string, line: number, column: number): number {
  let at = 0
  for (let n = 1; n < line; n += 1) {
    const end = text.indexOf('\n', at)
    if (end < 0) return text.length
    at = end + 1
  }
  const end = text.indexOf('\n', at)
  const characters = [...text.slice(at, end < 0 ? text.length : end)]
  return at + characters.slice(0, Math.max(0, column - 1)).join('').length
}
