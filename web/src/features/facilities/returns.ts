import type { Answer } from '@/api/client'

type Return = Answer<'/api/facilities/{id}/return'>
type Counted = { [K in keyof Return]: Return[K] extends number ? K : never }[keyof Return]

/** The lines of a monthly return and where each comes from. */
export const returnLines: { key: Counted; title: string; from: string; percent?: boolean }[] = [
  { key: 'beds', title: '月末床位', from: '登记信息' },
  { key: 'residents_full', title: '月末全托在住', from: '入住名单' },
  { key: 'residents_day', title: '月末日间在册', from: '入住名单' },
  { key: 'admitted', title: '本月入住', from: '入住名单' },
  { key: 'left', title: '本月离开', from: '入住名单' },
  { key: 'bed_days', title: '占用床日', from: '入住名单' },
  { key: 'occupancy_bp', title: '床位使用率', from: '占用床日除以应有床日', percent: true },
  { key: 'elders_came', title: '到站老人（不重复）', from: '到站服务记录' },
  { key: 'day_care', title: '日间照料人次', from: '到站服务记录' },
  { key: 'meal', title: '助餐人次', from: '到站服务记录' },
  { key: 'bath', title: '助浴人次', from: '到站服务记录' },
  { key: 'rehabilitation', title: '康复人次', from: '到站服务记录' },
  { key: 'health', title: '健康管理人次', from: '到站服务记录' },
  { key: 'culture', title: '文化娱乐人次', from: '到站服务记录' },
  { key: 'other', title: '其他人次', from: '到站服务记录' },
  { key: 'home_visits', title: '上门服务次数', from: '运营组织完成的订单' },
  { key: 'home_minutes', title: '上门服务分钟', from: '运营组织完成的订单' },
  { key: 'home_elders', title: '上门服务老人', from: '运营组织完成的订单' },
]
