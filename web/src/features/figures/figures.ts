import type { Answer } from '@/api/client'
import { count, yuan } from '@/core/money'
import { durationWords } from '@/core/time'
import type { operations } from '@/api/schema'

export type FigureRow = Answer<'/api/figures'>['total']
export type ElderRow = Answer<'/api/figures/elders'>['total']
export type Metric = operations['get_figures_rows']['parameters']['query']['metric']

type Kind = 'count' | 'permille' | 'fen' | 'minutes'

/** One thing that is measured. `metric` names the rows behind it; a ratio has none of its own. */
export interface Measure {
  key: keyof FigureRow & string
  title: string
  kind: Kind
  unit?: string
  metric?: Metric
  /** Is more of it better, worse, or neither? */
  more?: 'better' | 'worse'
  definition: string
}

export const measures: Measure[] = [
  { key: 'orders_placed', title: '下单数', kind: 'count', unit: '单', metric: 'orders_placed', definition: '当日提交的订单，不含草稿' },
  { key: 'orders_cancelled', title: '取消订单数', kind: 'count', unit: '单', metric: 'orders_cancelled', more: 'worse', definition: '当日取消的订单' },
  { key: 'cancelled_permille', title: '取消率', kind: 'permille', more: 'worse', definition: '取消订单数 ÷ 下单数' },
  { key: 'visits_done', title: '完成服务', kind: 'count', unit: '次', metric: 'visits_done', more: 'better', definition: '当日签退的上门服务' },
  { key: 'visit_minutes', title: '服务时长', kind: 'minutes', metric: 'visit_minutes', definition: '签到到签退的时间之和' },
  { key: 'visits_confirmed', title: '确认服务', kind: 'count', unit: '次', metric: 'visits_confirmed', definition: '老人、家属或到期自动确认的服务' },
  { key: 'answered_30_permille', title: '30 分钟应答率', kind: 'permille', more: 'better', definition: '下单后 30 分钟内全部人员接单的服务 ÷ 全部接单的服务' },
  { key: 'satisfied_permille', title: '满意率', kind: 'permille', more: 'better', definition: '满意的评价 ÷ 全部评价' },
  { key: 'ratings_bad', title: '不满意', kind: 'count', unit: '次', metric: 'ratings_bad', more: 'worse', definition: '评价为不满意的服务' },
  { key: 'complaints', title: '投诉数', kind: 'count', unit: '件', metric: 'complaints', more: 'worse', definition: '当日提出的投诉' },
  { key: 'settled_fen', title: '结算金额', kind: 'fen', metric: 'settled_fen', definition: '当日生成的结算单金额，冲销单为负' },
  { key: 'subsidy_fen', title: '补贴金额', kind: 'fen', metric: 'subsidy_fen', definition: '结算金额中由各项资金支付的部分' },
  { key: 'self_fen', title: '个人自付', kind: 'fen', metric: 'self_fen', definition: '结算金额中由老人支付的部分' },
  { key: 'subsidy_permille', title: '补贴占比', kind: 'permille', definition: '补贴金额 ÷ 结算金额' },
]
export const measureOf = (key: unknown): Measure => measures.find((m) => m.key === key) ?? measures[0]

/** The bands of the time between an order and the moment every carer had accepted. */
export const responseBands: { key: Metric & keyof FigureRow; title: string }[] = [
  { key: 'response_5', title: '5 分钟内' },
  { key: 'response_15', title: '5 至 15 分钟' },
  { key: 'response_30', title: '15 至 30 分钟' },
  { key: 'response_60', title: '30 至 60 分钟' },
  { key: 'response_240', title: '1 至 4 小时' },
  { key: 'response_over', title: '4 小时以上' },
]
export const ratingBands: { key: Metric & keyof FigureRow; title: string }[] = [
  { key: 'ratings_good', title: '满意' },
  { key: 'ratings_fair', title: '一般' },
  { key: 'ratings_bad', title: '不满意' },
]

export const metricWords: Record<Metric, string> = {
  ...(Object.fromEntries(measures.flatMap((m) => (m.metric ? [[m.metric, m.title]] : []))) as Record<Metric, string>),
  ...(Object.fromEntries(ratingBands.map((b) => [b.key, `评价：${b.title}`])) as Record<Metric, string>),
  ...(Object.fromEntries(responseBands.map((b) => [b.key, `应答：${b.title}`])) as Record<Metric, string>),
}

export const valueOf = (row: FigureRow, measure: Measure): number | null => (row[measure.key] as number | null | undefined) ?? null

export function words(value: number | null, kind: Kind): string {
  if (value === null) return '—'
  if (kind === 'permille') return `${(value / 10).toFixed(1)}%`
  if (kind === 'fen') return yuan(value)
  return kind === 'minutes' ? durationWords(value) : count(value)
}

/** "+12 较上期", "下降 1.2 个百分点"; null when there is nothing to compare. */
export function change(now: number | null, then: number | null, measure: Measure): { words: string; better?: boolean } | null {
  if (now === null || then === null) return null
  if (now === then) return { words: '与上期持平' }
  const rose = now > then
  const size = Math.abs(now - then)
  const amount = measure.kind === 'permille' ? `${(size / 10).toFixed(1)} 个百分点` : words(size, measure.kind)
  return { words: `较上期${rose ? '增加' : '减少'} ${amount}`, better: measure.more && rose === (measure.more === 'better') }
}

/** Up to five classes of equal, round width for the map's legend. */
export function classesOf(values: readonly (number | null)[], kind: Kind): { legend: string[]; level: (value: number | null) => number | null } {
  const known = values.filter((v): v is number => v !== null)
  if (!known.length) return { legend: [], level: () => null }
  const [low, high] = [Math.min(...known), Math.max(...known)]
  if (low === high) return { legend: [words(low, kind)], level: (v) => (v === null ? null : 0) }
  const rough = (high - low) / 4
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = Math.max(1, [1, 2, 2.5, 5, 10].map((n) => n * power).find((s) => s >= rough && Number.isInteger(s)) ?? 1)
  const first = Math.floor(low / step) * step
  const classes = Math.floor((high - first) / step) + 1
  const legend = Array.from({ length: classes }, (_, n) => `${words(first + n * step, kind)} 起`)
  return { legend, level: (v) => (v === null ? null : Math.min(classes - 1, Math.floor((v - first) / step))) }
}

/** What the columns of the elders' table may be. */
export const dimensions = [
  { key: 'ages', title: '年龄' },
  { key: 'labels', title: '特殊困难标签' },
  { key: 'living', title: '居住情况' },
  { key: 'ability', title: '能力等级' },
  { key: 'sexes', title: '性别' },
] as const
export type Dimension = (typeof dimensions)[number]['key']

/** The query of the elders' register that lists exactly those who are counted. */
export function elderQuery(dimension: Dimension, key: string, region: string | null): Record<string, string> {
  const place: Record<string, string> = region ? { region } : {}
  if (dimension !== 'ages') return { ...place, [{ labels: 'label', living: 'living', ability: 'ability', sexes: 'sex' }[dimension]]: key }
  if (key === 'under_60') return { ...place, age_max: '59' }
  if (key === '100_over') return { ...place, age_min: '100' }
  const [from, to] = key.split('_')
  return { ...place, age_min: from, age_max: to }
}
