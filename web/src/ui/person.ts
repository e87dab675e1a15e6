import type { Answer } from '@/api/client'
import { label } from '@/core/labels'
import { shortPlace } from '@/core/regions'
import type { Person, Tag } from './types'

export type ElderDetail = Answer<'/api/elders/{id}'>

const abilityTones: Record<string, Tag['tone']> = { able: 'good', mild: 'info', moderate: 'warn', severe: 'bad', complete: 'bad' }

export function abilityTag(ability: string): Tag {
  return { tone: abilityTones[ability] ?? 'idle', word: label('Elder.ability', ability) }
}

const stateTones: Record<string, Tag['tone']> = { active: 'good', dead: 'idle', moved_away: 'idle', merged: 'idle' }

export function stateTag(state: string): Tag {
  return { tone: stateTones[state] ?? 'idle', word: label('Elder.state', state) }
}

/** What must be seen first: someone who lives alone, labels of risk, a record that is no longer in use. */
function alertsOf({ elder, labels_now }: ElderDetail): Tag[] {
  const risky = ['dementia', 'lost_only_child', 'key_visit']
  return [
    ...(elder.state === 'active' ? [] : [stateTag(elder.state ?? '')]),
    ...(['alone', 'left_behind'].includes(elder.living ?? '') ? [{ tone: 'warn' as const, word: label('Elder.living', elder.living) }] : []),
    ...labels_now.filter((l) => risky.includes(l)).map((l) => ({ tone: 'warn' as const, word: label('ElderLabel.label', l) })),
  ]
}

export function personOf(detail: ElderDetail): Person {
  const { elder } = detail
  const guardian = detail.contacts.find((c) => c.is_guardian && !c.ended_on) ?? detail.contacts.find((c) => c.is_emergency && !c.ended_on)
  return {
    id: elder.id ?? '',
    name: elder.name,
    sex: elder.sex === 'unknown' ? null : label('Elder.sex', elder.sex),
    age: detail.age,
    level: abilityTag(elder.ability ?? ''),
    region: shortPlace(detail.region_name),
    phone: elder.phone || null,
    id_card: elder.id_card || null,
    guardian: guardian ? { name: guardian.name, relation: `${guardian.is_guardian ? '监护人' : '紧急联系人'}（${label('Contact.relation', guardian.relation)}）`, phone: guardian.phone } : null,
    alerts: alertsOf(detail),
    labels: detail.labels_now.map((l) => label('ElderLabel.label', l)),
  }
}
