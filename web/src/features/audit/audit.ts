import { api, ok, type Answer, type Row } from '@/api/client'
import type { Tag } from '@/ui/types'

export type Act = Row<'/api/journal'>
export type Chain = Answer<'/api/journal/verify'>

/** What acts are about, in the words of the desk. */
export const subjectWords: Record<string, string> = {
  account: '账号', assignment: '派单', call: '来电', call_task: '回拨', callback: '回访', catalogue: '服务目录', certificate: '证书', complaint: '投诉',
  elder: '老人', elder_roll: '老人名册', elder_run: '批量登记', facility: '设施', figures: '统计', import: '导入', journal: '办理记录', migration: '迁移', order: '订单',
  order_plan: '定期计划', organisation: '服务组织', payer_rule: '资金分担规则', price: '价格', quota: '月度额度', quota_rule: '额度规则', rating: '评价', receipt: '结算单',
  region: '区划', service_item: '服务项目', statement: '结算表', visit: '上门服务', worker: '服务人员',
}
export const subjectWord = (kind: string | null | undefined): string => (kind ? (subjectWords[kind] ?? kind) : '—')

/** Where the desk shows the subject of an act, when it has a page for it. */
export function pageOf(act: Pick<Act, 'subject_kind' | 'subject'>): string | null {
  if (!act.subject || act.subject === '0') return null
  const at: Record<string, string> = {
    elder: '/elders/', order: '/orders/', organisation: '/providers/', worker: '/providers/workers/', facility: '/providers/facilities/',
    receipt: '/settlement/receipts/', statement: '/settlement/statements/', account: '/users/', service_item: '/catalogue/',
  }
  const base = at[act.subject_kind]
  return base ? base + act.subject : null
}

/** The state of the chain in a word; what was never verified is not called sound. */
export function chainTag(chain: Chain): Tag {
  if (chain.running) return { tone: 'info', word: '正在核对' }
  if (!chain.verified_at) return { tone: 'idle', word: '还没有核对' }
  return chain.sound ? { tone: 'good', word: '链条完整' } : { tone: 'bad', word: '发现问题' }
}

/** The payload as lines of name and value; what is nested keeps its path. Text that is no JSON is one line. */
export function linesOf(payload: string): { name: string; value: string }[] {
  let parsed: unknown
  try {
    parsed = JSON.parse(payload || '{}')
  } catch {
    return [{ name: '内容', value: payload }]
  }
  const walk = (value: unknown, path: string): { name: string; value: string }[] => {
    if (value === null || value === '') return []
    if (typeof value !== 'object') return [{ name: path || '内容', value: String(value) }]
    if (Array.isArray(value) && value.every((item) => typeof item !== 'object')) return value.length ? [{ name: path || '内容', value: value.join('、') }] : []
    return Object.entries(value).flatMap(([key, inner]) => walk(inner, path ? `${path}.${key}` : key))
  }
  return walk(parsed, '')
}

export const readVerbs = async () => (await ok(api.GET('/api/journal/verbs'))).items
