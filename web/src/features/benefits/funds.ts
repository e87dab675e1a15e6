import type { Answer } from '@/api/client'
import { label } from '@/core/labels'
import type { Tag } from '@/ui/types'

export type Forecast = Answer<'/api/benefits/funds/forecast'>
export type Lottery = Forecast['lottery']
export type FundRow = Forecast['funds'][number]
export type Budget = Answer<'/api/benefits/funds/budgets'>['items'][number]['budget']

/** 5500 → 55%, 5412 → 54.12%; the server rounds down, so this never rounds up. */
export function share(bp: number | null | undefined): string {
  if (bp === null || bp === undefined) return '—'
  const rest = bp % 100
  return `${Math.trunc(bp / 100)}${rest ? `.${String(rest).padStart(2, '0').replace(/0$/, '')}` : ''}%`
}

const tones: Record<string, Tag['tone']> = { met: 'good', short: 'bad', to_verify: 'warn' }
export const stateTag = (state: string): Tag => ({ tone: tones[state] ?? 'idle', word: label('LotteryShare.state', state) })

export const years = (now: string): number[] => [-1, 0, 1].map((n) => Number(now.slice(0, 4)) + n)

/** A fund that is not yet listed may still be given its budget; what elders pay themselves is no fund. */
export const unlisted = (payers: readonly { value: string; label: string }[], funds: readonly FundRow[]) => payers.filter((p) => p.value !== 'elder' && !funds.some((fund) => fund.payer === p.value))

/** What is missing to 100, in percent to two places; below zero when there is too much. */
export const missingShare = (percents: readonly (number | null)[]): number => (10_000 - percents.reduce<number>((sum, p) => sum + Math.round((p ?? 0) * 100), 0)) / 100
