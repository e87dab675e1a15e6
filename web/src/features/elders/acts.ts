import { can, session } from '@/core/session'
import { today } from '@/core/time'
import type { FieldSpec } from '@/ui/form/spec'
import type { ElderDetail } from '@/ui/person'

type Elder = ElderDetail['elder']

/** One thing that may be done with a person's file as a whole; each is a form of its own. */
export interface ElderAct {
  kind: 'move' | 'transfer' | 'leave' | 'death' | 'restore'
  title: string
  /** The way of the server's route, after the elder's. */
  note: string
  done: string
  danger?: boolean
  from: readonly string[]
  /** States that only officials take back. */
  official?: readonly string[]
  /** Sent with the version that was read. */
  versioned: boolean
  fields: () => FieldSpec[]
  initial: (elder: Elder) => Record<string, unknown>
}

const reason: FieldSpec = { name: 'reason', label: '原因', kind: 'area', wide: true, required: true }
const places: FieldSpec[] = [
  { name: 'lon_e6', label: '经度', kind: 'degrees', hint: '不填则由服务人员首次上门时确认' },
  { name: 'lat_e6', label: '纬度', kind: 'degrees' },
]
/** Another authority's community: the whole city is open to choose from. */
const wholeCity = () => (session.value?.city ? [session.value.city] : [])

export const acts: ElderAct[] = [
  {
    kind: 'move', title: '辖区内迁移', done: '已迁移。', from: ['active'], versioned: true,
    note: '老人搬到您管辖范围内的另一个社区时办理。档案、订单和补贴随人走。',
    fields: () => [{ name: 'region', label: '迁往社区', kind: 'region', wide: true, required: true }, { name: 'address', label: '新住址', kind: 'text', wide: true }, ...places, { ...reason, required: false }],
    initial: () => ({ region: null, address: '', lon_e6: null, lat_e6: null, reason: '' }),
  },
  {
    kind: 'transfer', title: '移交迁出', done: '已移交，等待对方接收。', from: ['active'], versioned: false,
    note: '老人搬到本市其他管辖地时办理。对方接收后档案才转过去，接收前仍由您服务。',
    fields: () => [{ name: 'region', label: '迁往社区', kind: 'region', wide: true, required: true, roots: wholeCity() }, { name: 'address', label: '新住址', kind: 'text', wide: true }, reason],
    initial: () => ({ region: null, address: '', reason: '' }),
  },
  {
    kind: 'leave', title: '迁出本市', done: '已登记迁出。', danger: true, from: ['active'], versioned: true,
    note: '迁出后停止服务和补贴，档案保留。误登记可以更正。',
    fields: () => [{ name: 'moved_to', label: '迁往', kind: 'text', wide: true, required: true, hint: '省、市、县' }, reason],
    initial: () => ({ moved_to: '', reason: '' }),
  },
  {
    kind: 'death', title: '死亡登记', done: '已登记。', danger: true, from: ['active', 'moved_away'], versioned: true,
    note: '登记后停止服务和补贴，未完成的订单取消。误登记可以更正。',
    fields: () => [{ name: 'died_on', label: '去世日期', kind: 'date', required: true }, { name: 'evidence', label: '依据', kind: 'text', wide: true, required: true, hint: '死亡证明、火化证明或社区证明' }],
    initial: () => ({ died_on: today(), evidence: '' }),
  },
  {
    kind: 'restore', title: '更正误登记', done: '已更正，档案恢复在册。', official: ['dead'], from: ['dead', 'moved_away'], versioned: true,
    note: '把误登记为死亡或迁出的档案恢复在册。',
    fields: () => [reason],
    initial: () => ({ reason: '' }),
  },
]

const isOfficial = () => !!session.value?.roles.includes('official')

export const actsFor = (state: string | null | undefined): ElderAct[] =>
  can('elder.decide') ? acts.filter((act) => act.from.includes(state ?? '') && (isOfficial() || !act.official?.includes(state ?? ''))) : []
