import { describe, expect, it } from 'vitest'
import { byLine, linesOf, offsetOf } from '@/ui/rules'
import { byBenefit, inOrder, periodWords, slices, stepsFor, treeOf, type BoundaryCase, type Reason } from './policy'

it('finds a place by line and character, as the compiler counts', () => {
  const text = '规则 甲\n  𠮷字 | 80岁\n尾'
  expect(text.slice(offsetOf(text, 1, 4))).toBe('甲\n  𠮷字 | 80岁\n尾')
  expect(text.slice(offsetOf(text, 2, 4))).toBe('字 | 80岁\n尾')
  expect(offsetOf(text, 2, 99)).toBe(text.indexOf('\n尾'))
  expect(offsetOf(text, 9, 1)).toBe(text.length)
  expect(linesOf(text)).toBe(3)
})

it('keeps the messages of one file by line', () => {
  const found = [
    { file: '甲.txt', line: 2, column: 1, message: '一' },
    { file: '乙.txt', line: 2, column: 1, message: '二' },
    { file: '甲.txt', line: 2, column: 5, message: '三' },
  ]
  expect(byLine(found, '甲.txt').get(2)?.map((f) => f.message)).toEqual(['一', '三'])
  expect(byLine(found, '丙.txt').size).toBe(0)
})

describe('reasons', () => {
  const reason = (depth: number, text: string, outcome: Reason['outcome'] = null): Reason => ({ depth, text, value: '82岁', outcome, source: '', citation: '办法 第二条', note: '' })
  it('become a tree again', () => {
    const [root, ...rest] = treeOf([reason(0, '高龄津贴', 'granted'), reason(1, '在世', 'granted'), reason(1, '年龄 ≥ 80岁', 'refused'), reason(2, '年龄'), reason(1, '户籍', 'unknown')])
    expect(rest).toEqual([])
    expect(root.children!.map((c) => [c.text, c.verdict, c.children!.length])).toEqual([['在世', 'yes', 0], ['年龄 ≥ 80岁', 'no', 1], ['户籍', 'unknown', 0]])
    expect(root.children![1].children![0]).toMatchObject({ text: '年龄', verdict: 'info', value: '82岁', basis: '办法 第二条' })
  })
  it('of nothing are nothing', () => expect(treeOf([])).toEqual([]))
})

it('puts what waits for a name first', () => {
  const one = (benefit: string, key: string, confirmed_at: string | null, differs = false) => ({ benefit, key, confirmed_at, differs }) as unknown as BoundaryCase
  const groups = byBenefit([one('甲', '1', '2026-11-22'), one('乙', '2', null, true), one('乙', '3', null)])
  expect(groups.map((g) => [g.benefit, g.open, g.differing])).toEqual([['乙', ['2', '3'], 1], ['甲', [], 0]])
  expect(slices([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]])
})

it('offers what may be done, and merging only where it is due', () => {
  expect(stepsFor({ may: ['edit', 'merge', 'submit', 'withdraw'], base_in_force: true }).map((s) => s.verb)).toEqual(['submit', 'withdraw'])
  expect(stepsFor({ may: ['edit', 'merge', 'submit', 'withdraw'], base_in_force: false }).map((s) => s.verb)).toEqual(['submit', 'merge', 'withdraw'])
  expect(stepsFor({ may: [], base_in_force: false })).toEqual([])
})

it('shows first what one gets', () => {
  expect(inOrder([{ outcome: 'refused', n: 1 }, { outcome: 'granted', n: 2 }, { outcome: 'unknown', n: 3 }, { outcome: 'granted', n: 4 }]).map((b) => b.n)).toEqual([2, 4, 3, 1])
})

it('says periods', () => {
  expect([periodWords('2024-01', null), periodWords('2025-01', '2026-12'), periodWords(null, null)]).toEqual(['自 2024-01', '2025-01 至 2026-12', '—'])
})
