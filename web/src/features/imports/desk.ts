import { defineDesk } from '@/core/features'

export default defineDesk({
  routes: [
    { path: '/imports', component: () => import('./ImportList.vue'), meta: { title: '数据导入', permission: 'import.read' } },
    { path: '/imports/:id(\\d+)', component: () => import('./ImportPage.vue'), props: true, meta: { title: '导入批次', permission: 'import.read' } },
  ],
  menu: [{ job: 'data', title: '数据导入', to: '/imports', permission: 'import.read', order: 8 }],
  palette: [{ title: '数据导入', keywords: 'shuju daoru sjdr excel csv', hint: '数据', to: '/imports', permission: 'import.read' }],
})
