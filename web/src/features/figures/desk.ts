import { defineDesk } from '@/core/features'

export default defineDesk({
  routes: [
    { path: '/figures', component: () => import('./FiguresPage.vue'), meta: { title: '服务统计', permission: 'figures.read' } },
    { path: '/figures/elders', component: () => import('./ElderFiguresPage.vue'), meta: { title: '老人构成', permission: 'figures.read' } },
    { path: '/figures/rows', component: () => import('./RowsPage.vue'), meta: { title: '统计明细', permission: 'figures.read' } },
  ],
  menu: [
    { job: 'data', title: '服务统计', to: '/figures', permission: 'figures.read', order: 1 },
    { job: 'data', title: '老人构成', to: '/figures/elders', permission: 'figures.read', order: 2 },
  ],
  palette: [
    { title: '本月服务统计', keywords: 'benyue fuwu tongji fwtj shuju', hint: '数据', to: '/figures?period=month', permission: 'figures.read' },
    { title: '各标签老人数', keywords: 'biaoqian laoren tongji', hint: '数据', to: '/figures/elders?by=labels', permission: 'figures.read' },
  ],
})
