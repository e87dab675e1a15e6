import { api, ok, type Answer, type Row } from '@/api/client'
import { label } from '@/core/labels'
import { yuan } from '@/core/money'
import type { Explained, Tag, Verdict as Mark } from './types'

export type ElderDecisions = Answer<'/api/elders/{id}/benefits'>
export type Decision = ElderDecisions['benefits'][number]
export type Verdict = Decision['verdict']
export type Explanation = Answer<'/api/elders/{id}/benefits/explain'>
export type Reason = Explanation['rows'][number]
export type Facts = Answer<'/api/elders/{id}/facts'>
export type Vocabulary = Answer<'/api/benefits/vocabulary'>
export type Word = Vocabulary['facts'][number]
export type ApplicationView = Row<'/api/benefits/applications'>
export type AwardView = Row<'/api/benefits/awards'>
export type TaskView = Row<'/api/benefits/tasks'>
export type RunView = Row<'/api/benefits/runs'>

const verdictTones: Record<Verdict, Tag['tone']> = { yes: 'good', no: 'idle', to_verify: 'warn' }
const verdictWords: Record<Verdict, string> = { yes: '能享受', no: '不符合', to_verify: '待核实' }
export const verdictTag = (verdict: Verdict): Tag => ({ tone: verdictTones[verdict], word: verdictWords[verdict] })

const applicationTones: Record<string, Tag['tone']> = { applied: 'info', checked: 'info', surveyed: 'info', published: 'warn', noticed: 'warn', confirmed: 'good', refused: 'bad', withdrawn: 'idle' }
export const applicationTag = (state: string): Tag => ({ tone: applicationTones[state] ?? 'idle', word: label('BenefitApplication.state', state) })
export const awardTag = (state: string): Tag => ({ tone: state === 'active' ? 'good' : 'idle', word: label('BenefitAward.state', state) })
export const taskTag = (task: { state: string; overdue: boolean }): Tag =>
  task.overdue && task.state !== 'done' ? { tone: 'bad', word: '已逾期' } : { tone: task.state === 'done' ? 'good' : task.state === 'open' ? 'warn' : 'info', word: label('BenefitTask.state', task.state) }

/** The amounts of awards and applications are base units: fen for what is paid, a number for the rest. */
export const amountWords = (benefit: string, amount: number, measures: ReadonlyMap<string, string>): string => {
  const measure = measures.get(benefit) ?? 'money'
  if (measure === 'money') return yuan(amount)
  return measure === 'entitlement' ? '—' : String(amount)
}
export const measuresOf = (words: Vocabulary | undefined): ReadonlyMap<string, string> => new Map(words?.benefits.map((b) => [b.name, b.measure]))

export const readVocabulary = (): Promise<Vocabulary> => ok(api.GET('/api/benefits/vocabulary'))
export const vocabularyQuery = { queryKey: ['rule_version', 'vocabulary'], queryFn: readVocabulary, staleTime: 600_000 }

const marks: Record<Verdict, Mark> = { yes: 'yes', no: 'no', to_verify: 'unknown' }
/** Deeper down a condition may be asked not to hold, so its truth is told, not whether that is good for her. */
const truths: Record<Verdict, Mark> = { yes: 'holds', no: 'fails', to_verify: 'unknown' }
const told = ['是', '否', '待核实']

/** Lines with a depth, each before its children → the tree that ExplainNode draws. */
export function treeOf(rows: readonly Reason[]): Explained[] {
  const roots: Explained[] = []
  const path: Explained[] = []
  for (const row of rows) {
    const node: Explained = {
      text: row.text,
      value: row.value && !(row.condition && told.includes(row.value)) ? row.value : undefined,
      verdict: row.condition || row.depth === 0 ? (row.depth > 1 ? truths : marks)[row.verdict] : 'info',
      source: row.source || undefined,
      basis: row.citation || undefined,
      note: row.note || undefined,
      children: [],
    }
    path.length = row.depth
    const parent = path.at(-1)
    ;(parent ? parent.children! : roots).push(node)
    path.push(node)
  }
  return roots
}

/** What she gets, what is still open, what she does not get; each in the order of the rules. */
export function byVerdict(rows: readonly Decision[]): { verdict: Verdict; rows: Decision[] }[] {
  const order: Verdict[] = ['yes', 'to_verify', 'no']
  return order.map((verdict) => ({ verdict, rows: rows.filter((row) => row.verdict === verdict) })).filter((group) => group.rows.length > 0)
}

/** The steps of an application in the words of its buttons. */
export const moveWords: Record<string, string> = {
  check: '初审通过', survey: '登记调查', publish: '开始公示', object: '登记异议', confirm: '确认', refuse: '不予批准', withdraw: '撤回申请',
}
