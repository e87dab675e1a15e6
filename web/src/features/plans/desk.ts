import { defineDesk } from '@/core/features'

export default defineDesk({
  routes: [
    {
      path: '/plans',
      component: () => import('./PlanList.vue'),
      meta: { title: '周期订单', permission: 'order.read' },
      children: [
        { path: ':id(\\d+)', component: () => import('./PlanAside.vue'), props: true, meta: { title: '周期订单' } },
        { path: 'new', component: () => import('./PlanForm.vue'), meta: { title: '制定周期订单', permission: 'order.place' } },
      ],
    },
  ],
  menu: [{ job: 'orders', title: '周期订单', to: '/plans', permission: 'order.read', order: 5 }],
  palette: [{ title: '制定周期订单', keywords: 'zhouqi dingdan zqdd dingqi jihua', hint: '周期订单', to: '/plans/new', permission: 'order.place' }],
})
