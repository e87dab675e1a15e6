import { Calendar, Service } from '@element-plus/icons-vue'
import { defineFace } from '@/core/features'
import NextVisit from './NextVisit.vue'

export default defineFace({
  routes: [
    { path: '/order', component: () => import('./ChooseService.vue'), meta: { title: '点服务', permission: 'order.place' } },
    { path: '/order/:item', component: () => import('./ChooseTime.vue'), props: true, meta: { title: '选时间', permission: 'order.place' } },
    { path: '/order/:item/confirm', component: () => import('./ConfirmOrder.vue'), props: true, meta: { title: '看清楚再定', permission: 'order.place' } },
    { path: '/orders', component: () => import('./MyOrders.vue'), meta: { title: '我的服务', permission: 'order.read' } },
    { path: '/orders/:id', component: () => import('./OrderPage.vue'), props: true, meta: { title: '这次服务', permission: 'order.read' } },
    { path: '/orders/:id/cancel', component: () => import('./CancelOrder.vue'), props: true, meta: { title: '取消服务', permission: 'order.place' } },
  ],
  menu: [
    { title: '点服务', detail: '做饭、洗澡、打扫、陪看病', to: '/order', icon: Service, order: 10 },
    { title: '我的服务', detail: '什么时候来、谁来、服务码', to: '/orders', icon: Calendar, order: 20 },
  ],
  home: [{ order: 10, component: NextVisit }],
})
