import { list } from '@/api/client'
import { defineDesk } from '@/core/features'
import { shortPlace } from '@/core/regions'

export default defineDesk({
  routes: [
    {
      path: '/callbacks',
      component: () => import('./CallbackList.vue'),
      meta: { title: '回访核查', permission: 'callback.work' },
      children: [{ path: ':id(\\d+)', component: () => import('./CallbackAside.vue'), props: true, meta: { title: '回访核查' } }],
    },
  ],
  menu: [{ job: 'supervision', title: '回访核查', to: '/callbacks', permission: 'callback.work', order: 11 }],
  palette: [{ title: '待回访', keywords: 'daihuifang dhf huifang', hint: '回访核查', to: '/callbacks?open=true', permission: 'callback.work' }],
  work: [
    {
      key: 'callbacks',
      title: '待回访',
      permission: 'callback.work',
      order: 20,
      subjects: ['callback'],
      to: '/callbacks?open=true',
      load: async (region) => {
        const page = await list('/api/callbacks')({ region, open: 'true', limit: '4' })
        return {
          total: page.total ?? page.items.length,
          items: page.items.map((c) => ({
            key: c.callback.id ?? '', title: `${c.elder_name} · ${c.item_name}`, detail: `${shortPlace(c.region_name)}，${c.callback.why}`, to: `/callbacks/${c.callback.id}`,
            tone: 'warn' as const, word: c.callback.tries ? `打过 ${c.callback.tries} 次` : '待回访',
          })),
        }
      },
    },
  ],
})
