import { defineDesk } from '@/core/features'

export default defineDesk({
  routes: [
    { path: '/policy', component: () => import('./VersionList.vue'), meta: { title: '规则版本', permission: 'rule.read' } },
    {
      path: '/policy/versions/:id(\\d+)',
      component: () => import('./VersionPage.vue'),
      props: true,
      meta: { title: '规则版本', permission: 'rule.read' },
      children: [
        { path: '', component: () => import('./FilesTab.vue'), meta: { title: '规则文件' } },
        { path: 'boundary', component: () => import('./BoundaryTab.vue'), meta: { title: '边界情形' } },
        { path: 'diff', component: () => import('./DiffTab.vue'), meta: { title: '规则的差别' } },
        { path: 'history', component: () => import('./HistoryTab.vue'), meta: { title: '办理记录' } },
      ],
    },
    { path: '/policy/in-force', component: () => import('./InForcePage.vue'), meta: { title: '现行规定', permission: 'rule.read' } },
    { path: '/policy/try', component: () => import('./TryPage.vue'), meta: { title: '试算', permission: 'rule.read' } },
  ],
  menu: [
    { job: 'benefits', title: '现行规定', to: '/policy/in-force', permission: 'rule.read', order: 20 },
    { job: 'benefits', title: '试算', to: '/policy/try', permission: 'rule.read', order: 21 },
    { job: 'benefits', title: '规则版本', to: '/policy', permission: 'rule.read', order: 22 },
  ],
  palette: [{ title: '试算一个人的待遇', keywords: 'shisuan daiyu ss', hint: '待遇政策', to: '/policy/try', permission: 'rule.read' }],
})
