import { describe, expect, it } from 'vitest'
import { amountWords, byGroup, treeOf, type Decision, type Reason } from './benefits'

const line = (depth: number, text: string, condition = false): Reason => ({ depth, text, condition, verdict: 'no', value: '', source: '', citation: '', note: '' }) as Reason
const decision = (benefit: string, group: string, verdict: Decision['verdict']) => ({ benefit, group, verdict }) as Decision

describe('treeOf', () => {
  it('puts each line under the last one that is less deep', () => {
    const [root, ...others] = treeOf([line(0, '高龄津贴'), line(1, '年龄', true), line(2, '出生日期'), line(1, '户籍', true)])
    expect(others).toEqual([])
    expect(root.children!.map((c) => c.text)).toEqual(['年龄', '户籍'])
    expect(root.children![0].children!.map((c) => c.text)).toEqual(['出生日期'])
    expect(root.children![0].verdict).toBe('no')
    expect(root.children![0].children![0].verdict).toBe('info')
  })
  it('takes nothing', () => expect(treeOf([])).toEqual([]))
})

describe('byGroup', () => {
  it('keeps the groups in their order and shows first what she gets', () => {
    const groups = byGroup([decision('甲', '普惠', 'no'), decision('乙', '支持', 'yes'), decision('丙', '普惠', 'yes'), decision('丁', '', 'to_verify')])
    expect(groups.map((g) => g.group)).toEqual(['普惠', '支持', '其他'])
    expect(groups[0].rows.map((r) => r.benefit)).toEqual(['丙', '甲'])
  })
})

describe('amountWords', () => {
  const measures = new Map([['探访', 'times'], ['资格', 'entitlement']])
  it('is money unless the rules say otherwise', () => {
    expect(amountWords('高龄津贴', 5000, measures)).toBe('¥50.00')
    expect(amountWords('探访', 2, measures)).toBe('2')
    expect(amountWords('资格', 1, measures)).toBe('—')
  })
})
