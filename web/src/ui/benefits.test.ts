import { describe, expect, it } from 'vitest'
import { amountWords, byVerdict, treeOf, type Decision, type Reason } from './benefits'

const line = (depth: number, text: string, condition = false): Reason => ({ depth, text, condition, verdict: 'no', value: '', source: '', citation: '', note: '' }) as Reason
const decision = (benefit: string, verdict: Decision['verdict']) => ({ benefit, verdict }) as Decision

describe('treeOf', () => {
  it('puts each line under the last one that is less deep', () => {
    const [root, ...others] = treeOf([line(0, '高龄津贴'), line(1, '年龄', true), line(2, '出生日期'), line(1, '户籍', true)])
    expect(others).toEqual([])
    expect(root.children!.map((c) => c.text)).toEqual(['年龄', '户籍'])
    expect(root.children![0].children!.map((c) => c.text)).toEqual(['出生日期'])
    expect(root.children![0].verdict).toBe('no')
    expect(root.children![0].children![0].verdict).toBe('info')
  })
  it('says of a deeper condition whether it is true, once, and not whether that is good', () => {
    const [root] = treeOf([line(0, '补贴'), { ...line(1, '非 住机构', true), verdict: 'yes' }, { ...line(2, '住机构', true), value: '否' }])
    expect(root.children![0].verdict).toBe('yes')
    expect(root.children![0].children![0]).toMatchObject({ verdict: 'fails', value: undefined })
  })
  it('takes nothing', () => expect(treeOf([])).toEqual([]))
})

describe('byVerdict', () => {
  it('shows first what she gets, keeps the order of the rules and leaves out what is empty', () => {
    const groups = byVerdict([decision('甲', 'no'), decision('乙', 'yes'), decision('丙', 'yes')])
    expect(groups.map((g) => g.verdict)).toEqual(['yes', 'no'])
    expect(groups[0].rows.map((r) => r.benefit)).toEqual(['乙', '丙'])
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
