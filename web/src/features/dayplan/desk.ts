import { defineDesk } from '@/core/features'

export default defineDesk({
  routes: [
    {
      path: '/day-plan',
      component: () => import('./GanttPage.vue'),
      meta: { title: '日排班', permission: 'dayplan.read' },
      children: [{ path: 'visits/:visit(\\d+)', component: () => import('./MoveAside.vue'), props: true, meta: { title: '改派试算', permission: 'dayplan.read' } }],
    },
    { path: '/day-plan/:id(\\d+)/changes', component: () => import('./ChangesPage.vue'), props: true, meta: { title: '排班方案', permission: 'dayplan.read' } },
  ],
  menu: [{ job: 'orders', title: '日排班', to: '/day-plan', permission: 'dayplan.read', order: 3 }],
  palette: [{ title: '明天的排班', keywords: 'paiban ri paiban mingtian', hint: '订单调度', to: '/day-plan', permission: 'dayplan.read' }],
})
