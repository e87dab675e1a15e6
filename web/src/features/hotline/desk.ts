import { list } from '@/api/client'
import { defineDesk } from '@/core/features'
import { shortPlace } from '@/core/regions'
import { byUrgency } from './calls'

export default defineDesk({
  routes: [
    { path: '/hotline/:id(\\d+)?', component: () => import('./CallDesk.vue'), props: true, meta: { title: '坐席台', permission: 'call.handle' } },
    {
      path: '/hotline/calls',
      component: () => import('./CallList.vue'),
      meta: { title: '来电记录', permission: 'call.read' },
      children: [{ path: ':id(\\d+)', component: () => import('./CallAside.vue'), props: true, meta: { title: '来电记录' } }],
    },
    { path: '/hotline/tasks', component: () => import('./TaskList.vue'), meta: { title: '回拨任务', permission: 'call.read' } },
  ],
  menu: [
    { job: 'orders', title: '坐席台', to: '/hotline', permission: 'call.handle', order: 0 },
    { job: 'orders', title: '来电记录', to: '/hotline/calls', permission: 'call.read', order: 6 },
    { job: 'orders', title: '回拨任务', to: '/hotline/tasks', permission: 'call.read', order: 7 },
  ],
  palette: [
    { title: '坐席台', keywords: 'zuoxi tai zxt rexian jieting', hint: '热线', to: '/hotline', permission: 'call.handle' },
    { title: '待回拨', keywords: 'daihuibo dhb', hint: '热线', to: '/hotline/tasks?state=open', permission: 'call.read' },
  ],
  notices: [
    {
      subjects: ['call'],
      permission: 'call.handle',
      load: async () => {
        const { items } = await list('/api/calls')({ state: 'ringing', limit: '20' })
        return byUrgency(items).map((c) => ({
          key: c.id, text: `${c.emergency_at ? '紧急求助' : '来电'}：${c.elder_name || c.phone}`, at: c.rang_at, to: `/hotline/${c.id}`, tone: c.emergency_at ? ('bad' as const) : ('warn' as const),
        }))
      },
    },
  ],
  work: [
    {
      key: 'call-tasks',
      title: '待回拨',
      permission: 'call.handle',
      order: 8,
      subjects: ['call_task'],
      to: '/hotline/tasks?state=open',
      load: async (region) => {
        const page = await list('/api/call-tasks')({ region, state: 'open', limit: '4' })
        return {
          total: page.total ?? page.items.length,
          items: page.items.map((t) => ({
            key: t.task.id ?? '', title: t.elder_name || t.task.phone || '未登记的号码', detail: `${shortPlace(t.region_name)}，${t.task.what}`, to: '/hotline/tasks?state=open', due: t.task.due,
            tone: t.late ? ('bad' as const) : ('warn' as const), word: t.late ? '已超时' : '待回拨',
          })),
        }
      },
    },
  ],
})
