import { api, ok, type Answer, type Row } from '@/api/client'
import { label } from '@/core/labels'
import type { Explained, Tag, Verdict } from '@/ui/types'

export type Version = Row<'/api/rules/versions'>
export type VersionView = Answer<'/api/rules/versions/{id}'>
export type FileInfo = VersionView['files'][number]
export type RuleFile = Answer<'/api/rules/files/{id}'>
export type Grid = Answer<'/api/rules/files/{id}/tables'>['tables'][number]
export type Check = Answer<'/api/rules/check', 'post'>
export type Boundary = Answer<'/api/rules/versions/{id}/boundary'>
export type BoundaryCase = Boundary['items'][number]
export type Difference = Answer<'/api/rules/diff'>['items'][number]
export type Rule = Answer<'/api/rules/in-force'>['items'][number]
export type Tried = Answer<'/api/rules/try', 'post'>
export type TriedBenefit = Tried['items'][number]
export type Reason = TriedBenefit['reasons'][number]

export const readVersion = (id: string): Promise<VersionView> => ok(api.GET('/api/rules/versions/{id}', { params: { path: { id } } }))

const stateTones: Record<string, Tag['tone']> = { draft: 'idle', in_review: 'warn', reviewed: 'warn', signed: 'info', scheduled: 'info', active: 'good', superseded: 'idle', withdrawn: 'bad' }
export const stateTag = (state: string): Tag => ({ tone: stateTones[state] ?? 'idle', word: label('RuleVersion.state', state) })
const fileTones: Record<string, Tag['tone']> = { same: 'idle', changed: 'warn', added: 'info' }
export const fileTag = (state: string): Tag => ({ tone: fileTones[state] ?? 'idle', word: label('RuleFileInfo.state', state) })
const outcomeTones: Record<string, Tag['tone']> = { granted: 'good', refused: 'bad', unknown: 'warn' }
export const outcomeTag = (outcome: string): Tag => ({ tone: outcomeTones[outcome] ?? 'idle', word: label('TriedBenefit.outcome', outcome) })
const changeTones: Record<string, Tag['tone']> = { added: 'good', removed: 'bad', changed: 'warn' }
export const changeTag = (change: string): Tag => ({ tone: changeTones[change] ?? 'idle', word: label('RuleDiffItem.change', change) })

export type Verb = 'submit' | 'approve' | 'return' | 'sign' | 'schedule' | 'withdraw' | 'merge'
export interface StepWords {
  verb: Exclude<Verb, 'schedule'>
  title: string
  done: string
  points: string[]
  words?: 'required'
  danger?: boolean
  primary?: boolean
}
const steps: StepWords[] = [
  { verb: 'submit', title: '提交复核', done: '已提交，等待复核。', points: ['规则已通过检查才能提交。', '提交后不能再改，除非退回。', '由另一个人复核，再由第三个人签发。'], primary: true },
  { verb: 'approve', title: '复核通过', done: '已复核，等待签发。', points: ['复核人不能是起草人。', '边界情形逐项确认后才能签发。'], primary: true },
  { verb: 'sign', title: '签发', done: '已签发，可以排定施行日期。', points: ['签发人不能是起草人或复核人。', '签发后文字不再变动。'], primary: true },
  { verb: 'merge', title: '合并到现行版本', done: '已合并。', points: ['现行版本的改动并入本草稿。', '同一文件两边都改过时不合并，并指出文件。'] },
  { verb: 'return', title: '退回修改', done: '已退回。', points: ['已有的复核和签发作废，改后重新办理。'], words: 'required' },
  { verb: 'withdraw', title: '撤回', done: '已撤回。', points: ['撤回后不再施行，可另行起草。'], words: 'required', danger: true },
]
/** What may be said now, as buttons; merging only where the base is no longer in force. */
export const stepsFor = (view: Pick<VersionView, 'may' | 'base_in_force'>): StepWords[] => steps.filter((s) => view.may.includes(s.verb) && (s.verb !== 'merge' || !view.base_in_force))

/** 自 2024-01 · 2025-01 至 2026-12 */
export const periodWords = (from?: string | null, to?: string | null): string => (!from ? '—' : to ? `${from} 至 ${to}` : `自 ${from}`)

const outcomeOrder = ['granted', 'unknown', 'refused']
/** What one gets, what is to be verified, what one does not get. */
export const inOrder = <T extends { outcome: string }>(items: readonly T[]): T[] => [...items].sort((a, b) => outcomeOrder.indexOf(a.outcome) - outcomeOrder.indexOf(b.outcome))

const verdicts: Record<string, Verdict> = { granted: 'yes', refused: 'no', unknown: 'unknown' }

/** Reasons come line by line with their depth; the panel wants a tree. */
export function treeOf(reasons: readonly Reason[]): Explained[] {
  const roots: Explained[] = []
  const path: Explained[] = []
  for (const r of reasons) {
    const node: Explained = {
      text: r.text,
      verdict: r.outcome ? verdicts[r.outcome] : 'info',
      value: r.outcome && r.depth > 0 ? undefined : r.value || undefined,
      source: r.source || undefined,
      basis: [r.citation, r.note].filter(Boolean).join('，') || undefined,
      children: [],
    }
    path.length = r.depth
    const above = path[r.depth - 1]
    if (above) above.children!.push(node)
    else roots.push(node)
    path.push(node)
  }
  return roots
}

export interface BenefitCases {
  benefit: string
  cases: BoundaryCase[]
  open: string[]
  differing: number
}
/** Boundary cases by benefit, those with something to confirm first. */
export function byBenefit(cases: readonly BoundaryCase[]): BenefitCases[] {
  const groups = new Map<string, BenefitCases>()
  for (const c of cases) {
    let group = groups.get(c.benefit)
    if (!group) groups.set(c.benefit, (group = { benefit: c.benefit, cases: [], open: [], differing: 0 }))
    group.cases.push(c)
    if (!c.confirmed_at) group.open.push(c.key)
    if (c.differs) group.differing += 1
  }
  return [...groups.values()].sort((a, b) => b.open.length - a.open.length)
}

export const confirmed_at_once = 400
export function slices<T>(list: readonly T[], size: number): T[][] {
  const out: T[][] = []
  for (let at = 0; at < list.length; at += size) out.push(list.slice(at, at + size))
  return out
}
