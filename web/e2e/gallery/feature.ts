import { defineDesk } from '@/core/features'
import { loadOrders, stateTag } from './orders'

export const sample = defineDesk({
  routes: [
    {
      path: '/orders',
      component: () => import('./OrderList.vue'),
      meta: { title: '订单', permission: 'order.read' },
      children: [
        { path: 'new', component: () => import('./OrderForm.vue'), meta: { title: '新建订单' } },
        { path: ':id', component: () => import('./OrderAside.vue'), props: true, meta: { title: '订单' } },
      ],
    },
    { path: '/elders/7', component: () => import('./PersonPage.vue'), meta: { title: '王秀英' } },
    { path: '/elders/7/orders', component: () => import('./PersonPage.vue'), meta: { title: '王秀英' } },
    { path: '/figures', component: () => import('./FiguresPage.vue'), meta: { title: '数据' } },
    { path: '/print', component: () => import('./PrintPage.vue'), meta: { title: '结算单' } },
    { path: '/secret', component: () => import('./PrintPage.vue'), meta: { title: '用户管理', permission: 'user.manage' } },
  ],
  menu: [
    { job: 'elders', title: '老人名册', to: '/elders/7', permission: 'elder.read' },
    { job: 'orders', title: '订单', to: '/orders', permission: 'order.read', order: 1 },
    { job: 'orders', title: '结算单', to: '/print', permission: 'order.read', order: 2 },
    { job: 'data', title: '服务数据', to: '/figures', permission: 'figure.read' },
    { job: 'settings', title: '用户管理', to: '/secret', permission: 'user.manage' },
  ],
  palette: [{ title: '新建订单', keywords: 'xinjian xjdd', hint: '订单', to: '/orders/new', permission: 'order.read' }],
  search: [
    {
      title: '老人',
      find: async (text) => (['王秀英', 'wangxiuying', 'wxy'].some((w) => w.includes(text)) ? [{ key: '7', title: '王秀英', detail: '82 岁 · 金堤社区', to: '/elders/7' }] : []),
    },
  ],
  work: [
    {
      key: 'unassigned',
      title: '等待派单',
      subjects: ['order'],
      to: '/orders?state=placed',
      load: async () => {
        const page = await loadOrders({ limit: '4', state: 'placed' })
        return {
          total: page.total ?? 0,
          items: page.items.map((o, n) => ({ key: o.id, title: `${o.elder} · ${o.service}`, detail: o.community, to: `/orders/${o.id}`, due: o.at, tone: n ? 'warn' : 'bad', word: n ? '待派单' : '已超时' })),
        }
      },
    },
    {
      key: 'expiring',
      title: '证书将到期',
      subjects: ['worker'],
      load: async () => ({ total: 2, items: [
        { key: '1', title: '李建国 · 养老护理员证', detail: '安康居家养老', to: '/orders', due: '2026-12-01T00:00:00+08:00', tone: 'warn', word: '9 天后到期' },
        { key: '2', title: '孙丽 · 健康证', detail: '安康居家养老', to: '/orders', due: '2026-11-20T00:00:00+08:00', tone: 'bad', word: '已到期' },
      ] }),
    },
    { key: 'complaints', title: '投诉', subjects: ['complaint'], load: async () => ({ total: 0, items: [] }) },
  ],
  notices: [
    { subjects: ['order'], load: async () => [{ key: '1', text: '王秀英的助浴单被拒，已转给下一位。', at: '2026-11-22T09:12:00.000+08:00', to: '/orders', tone: 'warn' }] },
  ],
})

export { stateTag }
