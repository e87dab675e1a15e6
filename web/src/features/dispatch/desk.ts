import { list } from '@/api/client'
import { defineDesk } from '@/core/features'
import { shortPlace } from '@/core/regions'

export default defineDesk({
  routes: [
    {
      path: '/dispatch',
      component: () => import('./BoardPage.vue'),
      meta: { title: '调度看板', permission: 'dispatch.read' },
      children: [{ path: ':id(\\d+)', component: () => import('./CandidatesAside.vue'), props: true, meta: { title: '候选服务人员' } }],
    },
    {
      path: '/dispatch/escalated',
      component: () => import('./EscalatedList.vue'),
      meta: { title: '待人工派单', permission: 'dispatch.escalated' },
      children: [{ path: ':id(\\d+)', component: () => import('./CandidatesAside.vue'), props: true, meta: { title: '候选服务人员', permission: 'dispatch.read' } }],
    },
    { path: '/dispatch/refusals', component: () => import('./RefusalList.vue'), meta: { title: '不愿由其上门', permission: 'dispatch.refuse' } },
  ],
  menu: [
    { job: 'orders', title: '调度看板', to: '/dispatch', permission: 'dispatch.read', order: 2 },
    { job: 'orders', title: '待人工派单', to: '/dispatch/escalated', permission: 'dispatch.escalated', order: 3 },
    { job: 'orders', title: '不愿由其上门', to: '/dispatch/refusals', permission: 'dispatch.refuse', order: 8 },
  ],
  palette: [{ title: '今天的调度看板', keywords: 'diaodu kanban ddkb jintian', hint: '调度', to: '/dispatch', permission: 'dispatch.read' }],
  work: [
    {
      key: 'escalated',
      title: '待人工派单',
      permission: 'dispatch.escalated',
      order: 10,
      subjects: ['order', 'visit', 'dispatch'],
      to: '/dispatch/escalated',
      load: async (region) => {
        const page = await list('/api/dispatch/escalated')({ region, limit: '4' })
        return {
          total: page.total ?? page.items.length,
          items: page.items.map((v) => ({
            key: v.id, title: `${v.elder_name} · ${v.item_name}`, detail: `${shortPlace(v.region_name)}，${v.why}`, to: `/dispatch/escalated/${v.visit_id}`, due: v.planned_start, tone: 'bad' as const, word: '待派单',
          })),
        }
      },
    },
  ],
})
