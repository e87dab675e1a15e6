import { api, ok, type Answer, type Row } from '@/api/client'
import { label, options } from '@/core/labels'
import { yuan } from '@/core/money'
import { today } from '@/core/time'
import type { Tag } from '@/ui/types'
import type { FieldSpec } from '@/ui/form/spec'

export type Item = Row<'/api/catalogue/items'>
export type ItemDetail = Answer<'/api/catalogue/items/{id}'>
export type Price = Row<'/api/catalogue/prices'>
export type PayerRule = Row<'/api/catalogue/payer-rules'>
export type QuotaRule = Row<'/api/catalogue/quota-rules'>

interface Dated {
  valid_from: string
  valid_to?: string | null
}
export const daysWords = (row: Dated): string => `${row.valid_from} 至 ${row.valid_to || '长期'}`

export function datedTag(row: Dated, now = today()): Tag {
  if (row.valid_from > now) return { tone: 'info', word: '未生效' }
  return row.valid_to && row.valid_to < now ? { tone: 'idle', word: '已失效' } : { tone: 'good', word: '有效' }
}

/** 示例 must never be taken for a decided price. */
export const trustTag = (confidence: string | null | undefined): Tag => (confidence === 'sourced' ? { tone: 'good', word: label('Price.confidence', 'sourced') } : { tone: 'warn', word: label('Price.confidence', 'sample') })

type Conditions = Pick<QuotaRule, 'labels' | 'living' | 'ability_min' | 'ability_max' | 'age_min'>

/** For whom: "特困、低保，60 岁以上，中度失能以上". */
export function whoWords(rule: Conditions): string {
  const ability = rule.ability_min && rule.ability_max && rule.ability_min === rule.ability_max
    ? label('Elder.ability', rule.ability_min)
    : [rule.ability_min && `${label('Elder.ability', rule.ability_min)}及以上`, rule.ability_max && `${label('Elder.ability', rule.ability_max)}及以下`].filter(Boolean).join('、')
  const parts = [
    rule.labels?.map((l) => label('ElderLabel.label', l)).join('、'),
    rule.living?.map((l) => label('Elder.living', l)).join('、'),
    ability,
    rule.age_min ? `${rule.age_min} 岁以上` : '',
  ].filter(Boolean)
  return parts.join('，') || '所有在册老人'
}

/** How much: "50%，每次不超过 ¥30.00". */
export function shareWords(rule: Pick<PayerRule, 'ratio_bp' | 'cap_fen'>): string {
  const share = `${(rule.ratio_bp / 100).toLocaleString('zh-CN', { maximumFractionDigits: 2 })}%`
  return rule.cap_fen ? `${share}，每次不超过 ${yuan(rule.cap_fen)}` : share
}

export const readItem = (id: string, region?: string): Promise<ItemDetail> =>
  ok(api.GET('/api/catalogue/items/{id}', { params: { path: { id }, query: region ? { region } : {} } }))

/** Who gets it and from when: the part that payer rules and quota rules share. */
export const conditionFields: FieldSpec[] = [
  { name: 'labels', label: '特殊困难标签', kind: 'many', hint: '有其中之一即可；不选表示不限', options: options('NewPayerRule.labels') },
  { name: 'living', label: '居住情况', kind: 'many', hint: '不选表示不限', options: options('NewPayerRule.living') },
  { name: 'ability_min', label: '能力等级不低于', kind: 'choice', options: options('NewPayerRule.ability_min') },
  { name: 'ability_max', label: '能力等级不高于', kind: 'choice', options: options('NewPayerRule.ability_max') },
  { name: 'age_min', label: '年龄不小于', kind: 'number', max: 130 },
  { name: 'region', label: '适用地区', kind: 'region', hint: '不选表示全市适用' },
]
export const datedFields: FieldSpec[] = [
  { name: 'valid_from', label: '有效期自', kind: 'date', required: true },
  { name: 'valid_to', label: '有效期至', kind: 'date', hint: '最后有效日；不填为长期' },
  { name: 'basis', label: '依据', kind: 'area', required: true, wide: true, hint: '文件名称、文号和条款' },
  { name: 'confidence', label: '可信度', kind: 'radio', options: options('NewPrice.confidence'), hint: '没有文件依据的一律选“示例”' },
]
