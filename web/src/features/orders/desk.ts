import { list } from '@/api/client'
import { defineDesk } from '@/core/features'
import { shortPlace } from '@/core/regions'
import { whenWords } from '@/core/time'
import { type OrderRow } from './orders'

const workLimit = '4'

function waiting(state: string, word: string) {
  return async (region: string) => {
    const page = await list('/api/orders')({ region, state, limit: workLimit })
    return {
      total: page.total ?? page.items.length,
      items: page.items.map((o: OrderRow) => ({
        key: o.id,
        title: `${o.elder_name} · ${o.item_name}`,
        detail: shortPlace(o.region_name),
        to: `/orders/${o.id}`,
        due: o.wanted_from,
        tone: o.late ? ('bad' as const) : ('warn' as const),
        word: o.late ? '已逾期' : word,
      })),
    }
  }
}

export default defineDesk({
  routes: [
    {
      path: '/orders',
      component: () => import('./OrderList.vue'),
      meta: { title: '订单', permission: 'order.read' },
      children: [{ path: ':id(\\d+)', component: () => import('./OrderAside.vue'), props: true, meta: { title: '订单' } }],
    },
    { path: '/orders/new', component: () => import('./OrderForm.vue'), meta: { title: '新建订单', permission: 'order.place' } },
    { path: '/orders/flagged', component: () => import('./FlaggedList.vue'), meta: { title: '异常服务', permission: 'order.read' } },
  ],
  menu: [
    { job: 'orders', title: '订单', to: '/orders', permission: 'order.read', order: 1 },
    { job: 'orders', title: '异常服务', to: '/orders/flagged', permission: 'order.read', order: 4 },
  ],
  palette: [
    { title: '新建订单', keywords: 'xinjian dingdan xjdd xiadan', hint: '订单', to: '/orders/new', permission: 'order.place' },
    { title: '逾期订单', keywords: 'yuqi dingdan yqdd', hint: '订单', to: '/orders?late=true', permission: 'order.read' },
    { title: '待审核订单', keywords: 'daishenhe dingdan dsh', hint: '订单', to: '/orders?state=in_review', permission: 'order.review' },
  ],
  work: [
    { key: 'orders-review', title: '订单待审核', permission: 'order.review', order: 11, subjects: ['order'], to: '/orders?state=in_review', load: waiting('in_review', '待审核') },
    {
      key: 'orders-late',
      title: '逾期订单',
      permission: 'order.read',
      order: 12,
      subjects: ['order'],
      to: '/orders?late=true',
      load: async (region) => {
        const page = await list('/api/orders')({ region, late: 'true', limit: workLimit })
        return {
          total: page.total ?? page.items.length,
          items: page.items.map((o) => ({ key: o.id, title: `${o.elder_name} · ${o.item_name}`, detail: `${shortPlace(o.region_name)}，${whenWords(o.wanted_from)}`, to: `/orders/${o.id}`, tone: 'bad' as const, word: '已逾期' })),
        }
      },
    },
  ],
})
