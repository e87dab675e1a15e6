import { api, ok, type Answer, type Row } from '@/api/client'
import type { Tag } from '@/ui/types'

export type Act = Row<'/api/journal'>
export type Chain = Answer<'/api/journal/verify'>

/** What acts are about, in the words of the desk. */
export const subjectWords: Record<string, string> = {
  account: '账号', adjustment: '追补追回', assessment: '能力评估', assessment_list: '评估名单', assessor: '评估员', assignment: '派单', award: '待遇', benefit_application: '待遇申请',
  benefit_funding: '资金分担', benefit_program: '待遇项目', benefit_run: '待遇核定批次', benefit_scenario: '待遇测算', benefit_task: '待遇任务', call: '来电', call_task: '回拨',
  callback: '回访', catalogue: '服务目录', certificate: '证书', complaint: '投诉', coverage_parameter: '服务圈标准', day_plan: '日计划', elder: '老人', elder_roll: '老人名册',
  elder_run: '批量登记', facility: '设施', facility_standard: '设施标准', fact_record: '事实记录', figures: '统计', fund_budget: '资金预算', import_job: '导入', journal: '办理记录',
  match_list: '比对名单', migration: '迁移', order: '订单', order_plan: '定期计划', organisation: '服务组织', payer_rule: '资金分担规则', plan_allocation: '分配方案',
  plan_scenario: '选址方案', price: '价格', quarter: '居住小区', questionnaire: '评估表', quota: '月度额度', quota_rule: '额度规则', rating: '评价', reach_layer: '服务圈图层',
  receipt: '结算单', region: '区划', rule_version: '规则版本', service_item: '服务项目', setting: '设置', staff_relative: '利害关系', statement: '结算表', visit: '上门服务', worker: '服务人员',
}
export const subjectWord = (kind: string | null | undefined): string => (kind ? (subjectWords[kind] ?? kind) : '—')

/** Where the desk shows the subject of an act, when it has a page for it. */
export function pageOf(act: Pick<Act, 'subject_kind' | 'subject'>): string | null {
  if (!act.subject || act.subject === '0') return null
  const at: Record<string, string> = {
    elder: '/elders/', order: '/orders/', organisation: '/providers/', worker: '/providers/workers/', facility: '/providers/facilities/',
    receipt: '/settlement/receipts/', statement: '/settlement/statements/', account: '/users/', service_item: '/catalogue/', call: '/hotline/calls/', import_job: '/imports/',
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
