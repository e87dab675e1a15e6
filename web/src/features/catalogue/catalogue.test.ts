import { expect, it } from 'vitest'
import { datedTag, daysWords, shareWords, trustTag, whoWords } from './catalogue'

it('says for whom a rule is', () => {
  expect(whoWords({ labels: ['extreme_poverty', 'subsistence'], living: [], ability_min: 'moderate', ability_max: undefined as never, age_min: 60 })).toBe('特困、低保，中度失能及以上，60 岁以上')
  expect(whoWords({ labels: [], living: ['alone'], ability_min: 'severe', ability_max: 'severe', age_min: undefined as never })).toBe('独居，重度失能')
  expect(whoWords({ labels: [], living: [], ability_min: undefined as never, ability_max: undefined as never, age_min: undefined as never })).toBe('所有在册老人')
})

it('says how much of the price and up to what', () => {
  expect(shareWords({ ratio_bp: 2000, cap_fen: 60000 })).toBe('20%，每次不超过 ¥600.00')
  expect(shareWords({ ratio_bp: 3333, cap_fen: undefined as never })).toBe('33.33%')
})

it('knows what is in force, both ends included', () => {
  const row = { valid_from: '2026-01-01', valid_to: '2026-11-22' }
  expect(['2025-12-31', '2026-01-01', '2026-11-22', '2026-11-23'].map((day) => datedTag(row, day).word)).toEqual(['未生效', '有效', '有效', '已失效'])
  expect(daysWords({ valid_from: '2026-01-01', valid_to: null })).toBe('2026-01-01 至 长期')
})

it('never passes a sample off as decided', () => {
  expect(trustTag('sample')).toEqual({ tone: 'warn', word: '示例' })
  expect(trustTag(undefined).word).toBe('示例')
  expect(trustTag('sourced').tone).toBe('good')
})
