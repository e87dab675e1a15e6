import { defineDesk } from '@/core/features'

export default defineDesk({
  routes: [
    {
      path: '/audit',
      component: () => import('./JournalList.vue'),
      meta: { title: '办理记录', permission: 'journal.read' },
      children: [{ path: ':seq(\\d+)', component: () => import('./ActAside.vue'), props: true, meta: { title: '办理记录' } }],
    },
    { path: '/audit/chain', component: () => import('./ChainPage.vue'), meta: { title: '链条核对', permission: 'journal.read' } },
  ],
  menu: [
    { job: 'supervision', title: '办理记录', to: '/audit', permission: 'journal.read', order: 50 },
    { job: 'supervision', title: '链条核对', to: '/audit/chain', permission: 'journal.read', order: 51 },
  ],
  palette: [
    { title: '谁看过敏感信息', keywords: 'shui kanguo mingan xinxi skg', hint: '办理记录', to: '/audit?verb=elder.reveal', permission: 'journal.read' },
  ],
})
