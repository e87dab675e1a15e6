import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Questionnaire } from './score'
import { answersOf, bodyOf, instantOf, localOf, merge, sheetOf, toggled, type View } from './sheet'

const q = JSON.parse(readFileSync(resolve(__dirname, '../../../../data/assessment/gbt42195-2022.json'), 'utf8')) as Questionnaire
const view = (answers: object[], more: object = {}) => ({ assessment: { id: '7', version: 3, ...more }, answers }) as unknown as View

describe('the sheet of an assessment', () => {
  it('is read, and sent back the same', () => {
    const answers = [
      { item: 'A.4.1', options: ['copd', 'dementia'], text: '', note: '' },
      { item: 'A.4.2', options: [], text: '降压药', note: '' },
      { item: 'B.1.1', options: ['4'], text: '', note: '自己夹菜' },
      { item: 'B.1.2', options: [], text: '', note: '没有看到' },
    ]
    const sheet = sheetOf(view(answers, { started_at: '2026-11-22T09:05:00.000+08:00' }), q)
    expect(answersOf(sheet, q)).toEqual(answers)
    expect(bodyOf(sheet, q, 3)).toMatchObject({ version: 3, started_at: '2026-11-22T09:05:00.000+08:00', consent: 'none' })
    expect(bodyOf(sheet, q, 3)).not.toHaveProperty('ended_at')
  })

  it('keeps wall clocks of China', () => {
    expect(localOf('2026-11-21T16:30:00.000Z')).toBe('2026-11-22T00:30')
    expect(instantOf('2026-11-22T00:30')).toBe('2026-11-22T00:30:00.000+08:00')
    expect(localOf(instantOf('2026-02-28T23:59'))).toBe('2026-02-28T23:59')
    expect(instantOf('')).toBe('')
  })

  it('merges what two assessors write at once', () => {
    const base = sheetOf(view([{ item: 'B.1.1', options: ['4'] }]), q)
    const mine = sheetOf(view([{ item: 'B.1.1', options: ['3'] }, { item: 'B.1.2', options: ['1'] }]), q)
    const theirs = sheetOf(view([{ item: 'B.1.1', options: ['2'] }, { item: 'B.1.3', options: ['0'] }], { place: '家中' }), q)
    const merged = merge(base, mine, theirs)
    expect(merged.entries['B.1.1'].options).toEqual(['3'])
    expect(merged.entries['B.1.2'].options).toEqual(['1'])
    expect(merged.entries['B.1.3'].options).toEqual(['0'])
    expect(merged.facts.place).toBe('家中')
  })

  it('lets 无 exclude the others', () => {
    expect(toggled(['copd'], 'none')).toEqual(['none'])
    expect(toggled(['none'], 'copd')).toEqual(['copd'])
    expect(toggled(['copd'], 'dementia')).toEqual(['copd', 'dementia'])
    expect(toggled(['copd', 'dementia'], 'copd')).toEqual(['dementia'])
  })
})
