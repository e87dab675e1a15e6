import { list } from '@/api/client'
import { defineDesk } from '@/core/features'
import { shortPlace } from '@/core/regions'

export default defineDesk({
  routes: [
    {
      path: '/complaints',
      component: () => import('./ComplaintList.vue'),
      meta: { title: '投诉', permission: 'order.read' },
      children: [
        { path: ':id(\\d+)', component: () => import('./ComplaintAside.vue'), props: true, meta: { title: '投诉' } },
        { path: 'new', component: () => import('./ComplaintForm.vue'), meta: { title: '登记投诉', permission: 'visit.dispute' } },
      ],
    },
  ],
  menu: [{ job: 'supervision', title: '投诉', to: '/complaints', permission: 'order.read', order: 10 }],
  palette: [
    { title: '登记投诉', keywords: 'dengji tousu djts', hint: '投诉', to: '/complaints/new', permission: 'visit.dispute' },
    { title: '未办结投诉', keywords: 'weibanjie tousu wbjts', hint: '投诉', to: '/complaints?open=true', permission: 'order.read' },
  ],
  work: [
    {
      key: 'complaints',
      title: '未办结投诉',
      permission: 'complaint.handle',
      order: 15,
      subjects: ['complaint'],
      to: '/complaints?open=true',
      load: async (region) => {
        const page = await list('/api/complaints')({ region, open: 'true', limit: '4' })
        return {
          total: page.total ?? page.items.length,
          items: page.items.map((c) => ({
            key: c.complaint.id ?? '', title: `${c.elder_name}${c.item_name ? ` · ${c.item_name}` : ''}`, detail: `${shortPlace(c.region_name)}，${c.complaint.text}`, to: `/complaints/${c.complaint.id}`,
            tone: c.complaint.state === 'open' ? ('bad' as const) : ('warn' as const), word: c.complaint.state === 'open' ? '待处理' : '处理中',
          })),
        }
      },
    },
  ],
})
