import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api, ok } from '@/api/client'
import { currentElder } from '@/core/elder'
import { freshWith } from '@/core/fresh'
import { yuanWords } from '@/core/money'
import { monthWords } from '@/core/time'
import type { Decision, ElderDecisions, Reason, Word } from '@/ui/benefits'
import { treeOf } from '@/ui/benefits'
import type { Explained, Verdict } from '@/ui/types'

/** What an elder and her family read: the rules' words as one says them. */
const spoken: [RegExp, string][] = [
  [/家庭\./g, '家庭'], [/([\p{L}\d])\.(?=\p{L})/gu, '$1·'], [/\s*≥\s*/g, '不低于 '], [/\s*≤\s*/g, '不超过 '], [/\s*>\s*/g, '高于 '], [/\s*<\s*/g, '低于 '],
  [/\s*≠\s*/g, '不是'], [/\s*=\s*/g, '是'], [/\s+且\s+/g, '，并且'], [/\s+或\s+/g, '，或者'], [/(^|[\s（，]|并且|或者)非\s+/g, '$1不是'], [/\s+在\s+/g, '在'],
]
export const plain = (text: string): string => spoken.reduce((said, [from, to]) => said.replace(from, to), text)

/** 家庭.低保金 → 低保金（全家） */
export const benefitWords = (name: string): string => name.replace(/^家庭\.(.+)$/, '$1（全家）')

/** What she would get, in a sentence. A range that is still open says only how much it can be. */
export function amountSentence(b: Decision): string {
  if (b.award_id) return b.measure === 'money' ? `正在发放，每月 ${yuanWords(b.award_fen)}` : '正在享受'
  if (b.verdict === 'no') return ''
  if (b.verdict === 'to_verify') return b.measure === 'money' && b.amount_max_fen > 0 ? `核实后确定，最多 ${yuanWords(b.amount_max_fen)}` : '核实后确定'
  return b.measure === 'money' ? yuanWords(b.amount_fen) : b.amount_text
}

export interface Shelf {
  key: 'held' | 'open' | 'handled' | 'verify' | 'nothing' | 'no'
  title: string
  rows: Decision[]
}
const titles: [Shelf['key'], string][] = [
  ['held', '能享受'], ['handled', '正在办'], ['open', '可以申请'], ['verify', '还要核实'], ['nothing', '这个月没有发生'], ['no', '现在不符合'],
]
export function shelfOf(b: Decision): Shelf['key'] {
  if (b.award_id) return 'held'
  if (b.application_id) return 'handled'
  if (b.verdict === 'no') return 'no'
  if (b.by_application) return 'open'
  if (b.verdict === 'to_verify') return 'verify'
  return b.measure === 'money' && b.amount_max_fen === 0 ? 'nothing' : 'held'
}
/** What she gets first, paid out before the rest, then what she could get, then what she does not get; else in the order of the rules. */
export const shelves = (rows: readonly Decision[]): Shelf[] =>
  titles.map(([key, title]) => ({ key, title, rows: rows.filter((row) => shelfOf(row) === key).sort((a, b) => Number(!!b.award_id) - Number(!!a.award_id)) })).filter((shelf) => shelf.rows.length > 0)

/** One condition as a person would say it: what is asked, what is known of her and from whom, and the article. */
export interface PlainReason {
  verdict: Verdict
  demand: string
  known: string[]
  basis?: string
}
const bare = (node: Explained): Explained => (node.verdict === 'info' ? node : { ...node, value: node.verdict === 'fails' ? '否' : '是' })
const values = (node: Explained): Explained[] => (node.children ?? []).flatMap((child) => (child.verdict === 'info' || !child.children?.length ? [bare(child)] : values(child)))
const named = (node: Explained, names: ReadonlySet<string>): string[] => [...(names.has(node.text) ? [node.text] : []), ...(node.children ?? []).flatMap((child) => named(child, names))]
const sourceOf = (node: Explained): string | undefined => node.source ?? node.children?.map(sourceOf).find(Boolean)
const said_max = 4

export function plainReasons(rows: readonly Reason[], open: readonly string[]): { conditions: PlainReason[]; amounts: PlainReason[] } {
  const unknown = new Set(open)
  const lines = (treeOf(rows)[0]?.children ?? []).map((node) => {
    const missing = node.verdict === 'unknown' ? [...new Set(named(node, unknown))] : []
    const known = missing.length ? [] : values(node).map((one) => {
      const source = sourceOf(one)
      const said = `${plain(one.text)}：${one.value ?? ''}`
      return source ? `${said}（${source}）` : said
    })
    if (!known.length) known.push(node.verdict === 'info' ? (node.value ?? '') : node.source ? `来源：${node.source}` : '')
    return {
      verdict: node.verdict, demand: plain(node.text), basis: node.basis,
      known: missing.length ? [`还缺：${missing.map(plain).join('、')}`] : [...new Set(known.filter(Boolean))].slice(0, said_max),
    }
  })
  return { conditions: lines.filter((line) => line.verdict !== 'info'), amounts: lines.filter((line) => line.verdict === 'info') }
}

/** "其他不变，到 2032-07" or "住机构 由 否 变为 是", said to her; what nobody would tell her is left out. */
export function flipSentence(change: string): string {
  const later = /^其他不变，到 (\d{4}-\d{2})$/.exec(change)
  if (later) return `到${monthWords(later[1])}，其他都不变`
  const turned = /^(.+) 由 (.+) 变为 (.+)$/.exec(change)
  if (!turned) return plain(change)
  return turned[1] === '在世' ? '' : `${plain(turned[1])}变为“${turned[3]}”（现在是“${turned[2]}”）`
}

/** How a person answers about a fact: by choosing, or by typing a number or a day. Where she is registered is for the desk. */
export function questionOf(word: Word): { choices: string[]; type: 'number' | 'date' | '' } {
  if (word.kind === 'boolean') return { choices: ['是', '否'], type: '' }
  if (word.choices.length) return { choices: word.choices, type: '' }
  return { choices: [], type: word.kind === 'number' || word.kind === 'date' ? word.kind : '' }
}
/** What she promises, word for word. */
export const promiseOf = (stated: readonly Word[], answers: Readonly<Record<string, string>>): string =>
  `我承诺：${stated.map((word) => `${plain(word.name)}为${typed(word, answers[word.name].trim())}`).join('，')}，以上属实，愿意接受核查；不属实的，退回已领金额并承担责任。`
/** As an author of rules types it: 1200 of 元 → "1200元" */
export const typed = (word: Word, answer: string): string => (word.kind === 'number' ? `${answer}${word.unit}` : answer)

const subjects = ['elder', 'fact', 'benefit_application', 'award', 'assessment']

export function useMine() {
  const elder = computed(() => currentElder.value?.id ?? '')
  const query = useQuery({
    queryKey: computed(() => ['benefit', 'mine', elder.value]),
    queryFn: (): Promise<ElderDecisions> => ok(api.GET('/api/elders/{id}/benefits', { params: { path: { id: elder.value } } })),
    enabled: computed(() => !!elder.value),
  })
  freshWith(subjects, query.refetch)
  return { elder, query }
}

const waits = ['applied', 'checked', 'surveyed', 'published', 'noticed'] as const
export const applicationSteps = ['收到申请', '初审', '入户调查', '公示', '县里确认']
/** Where it stands: the step that is being taken; −1 when it has ended. */
export const stepAt = (state: string): number => (waits as readonly string[]).indexOf(state)
const sentences: Record<string, string> = {
  applied: '已经收到，等社区初审。', checked: '初审通过，等入户调查。', surveyed: '调查做完了，等公示。', published: '正在公示。',
  noticed: '公示结束，等县里确认。', confirmed: '批准了。', refused: '没有批准。', withdrawn: '已经撤回。',
}
export const applicationSentence = (state: string): string => sentences[state] ?? ''
