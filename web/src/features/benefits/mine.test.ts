import { describe, expect, it } from 'vitest'
import type { Decision, Reason, Word } from '@/ui/benefits'
import { amountSentence, flipSentence, plain, plainReasons, questionOf, shelfOf, shelves, stepAt, typed } from './mine'

const line = (depth: number, text: string, given: Partial<Reason> = {}): Reason => ({ depth, text, condition: false, verdict: 'yes', value: '', source: '', citation: '', note: '', ...given })
const decision = (given: Partial<Decision>): Decision => ({ benefit: '高龄津贴', measure: 'money', verdict: 'no', award_id: null, application_id: null, by_application: true, amount_fen: 0, amount_max_fen: 0, amount_text: '', open_facts: [], ...given }) as Decision

describe('plain', () => {
  it('says the signs of the rules in words', () => {
    expect(plain('年龄 ≥ 80岁')).toBe('年龄不低于 80岁')
    expect(plain('家庭.人均月收入 < 家庭.低保线 且 家庭.财产符合')).toBe('家庭人均月收入低于 家庭低保线，并且家庭财产符合')
    expect(plain('在世 且 非 住机构')).toBe('在世，并且不是住机构')
    expect(plain('困难情形 ≠ 一般家庭')).toBe('困难情形不是一般家庭')
    expect(plain('低保标准.农村')).toBe('低保标准·农村')
  })
  it('leaves decimals alone', () => expect(plain('2.50元')).toBe('2.50元'))
})

describe('plainReasons', () => {
  const rows = [
    line(0, '高龄津贴', { condition: true }),
    line(1, '年龄 ≥ 80岁', { condition: true, verdict: 'no', value: '否' }),
    line(2, '年龄', { value: '74岁', citation: '民法典' }),
    line(3, '出生日期', { value: '1952-07-02', source: '老人档案，2026-09-22 记录' }),
    line(1, '经济困难', { condition: true, verdict: 'to_verify', value: '待核实' }),
    line(2, '困难情形', { value: '一般家庭至低保家庭' }),
    line(3, '家庭.月收入', { value: '0元至200000元' }),
    line(1, '在世 且 非 住机构', { condition: true, value: '是' }),
    line(2, '在世', { condition: true, value: '是', source: '老人档案' }),
    line(2, '非 住机构', { condition: true, value: '是' }),
    line(3, '住机构', { condition: true, verdict: 'no', value: '否', source: '街道核查' }),
    line(1, '金额：标准', { value: '100元', citation: '保障法' }),
  ]
  const { conditions, amounts } = plainReasons(rows, ['家庭.月收入'])
  it('names what is asked, the nearest value and where it comes from', () => expect(conditions[0]).toMatchObject({ verdict: 'no', demand: '年龄不低于 80岁', known: ['年龄：74岁（老人档案，2026-09-22 记录）'] }))
  it('says what is still missing instead of a range', () => expect(conditions[1].known).toEqual(['还缺：家庭月收入']))
  it('tells the facts under a condition of several, each with its source', () => expect(conditions[2].known).toEqual(['在世：是（老人档案）', '住机构：否（街道核查）']))
  it('keeps what the amount rests on apart', () => expect(amounts).toMatchObject([{ demand: '金额：标准', known: ['100元'], basis: '保障法' }]))
  it('takes nothing', () => expect(plainReasons([], [])).toEqual({ conditions: [], amounts: [] }))
})

describe('the shelves', () => {
  it('put what she has first and what she can ask for before what she cannot have', () => {
    const rows = [decision({ benefit: '甲' }), decision({ benefit: '乙', verdict: 'to_verify' }), decision({ benefit: '丙', award_id: '1' as never }), decision({ benefit: '丁', verdict: 'yes', by_application: false })]
    expect(shelves(rows).map((s) => [s.key, s.rows.map((r) => r.benefit)])).toEqual([['held', ['丙']], ['open', ['乙']], ['nothing', ['丁']], ['no', ['甲']]])
  })
  it('an application that is being handled is neither open nor refused', () => expect(shelfOf(decision({ application_id: '1' as never }))).toBe('handled'))
})

describe('amountSentence', () => {
  it('promises no more than is sure', () => {
    expect(amountSentence(decision({ verdict: 'to_verify', amount_max_fen: 10_000 }))).toBe('核实后确定，最多 100 元')
    expect(amountSentence(decision({ verdict: 'yes', amount_fen: 5_000 }))).toBe('50 元')
    expect(amountSentence(decision({}))).toBe('')
  })
})

describe('flipSentence', () => {
  it('speaks of time and of change', () => {
    expect(flipSentence('其他不变，到 2032-07')).toBe('到2032年7月，其他都不变')
    expect(flipSentence('住机构 由 否 变为 是')).toBe('住机构变为“是”（现在是“否”）')
  })
  it('never tells her that death would change it', () => expect(flipSentence('在世 由 是 变为 否')).toBe(''))
})

describe('a question about a fact', () => {
  const word = (given: Partial<Word>): Word => ({ name: '家庭.月收入', kind: 'number', unit: '元', choices: [], household: true, least: '', most: '', ...given }) as Word
  it('is answered as its kind is', () => {
    expect(questionOf(word({}))).toEqual({ choices: [], type: 'number' })
    expect(questionOf(word({ kind: 'boolean' })).choices).toEqual(['是', '否'])
    expect(questionOf(word({ kind: 'region' }))).toEqual({ choices: [], type: '' })
    expect(typed(word({}), '1200')).toBe('1200元')
  })
})

it('an application that has ended stands at no step', () => expect(['applied', 'noticed', 'refused'].map(stepAt)).toEqual([0, 4, -1]))
