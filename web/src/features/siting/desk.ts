import { defineDesk } from '@/core/features'

export default defineDesk({
  routes: [
    { path: '/siting/coverage', component: () => import('./CoveragePage.vue'), meta: { title: '服务圈', permission: 'coverage.read' } },
    { path: '/siting/uncovered', component: () => import('./UncoveredList.vue'), meta: { title: '服务圈外的老人', permission: 'coverage.list' } },
    { path: '/siting/centres', component: () => import('./CentreList.vue'), meta: { title: '设施负荷', permission: 'coverage.read' } },
    { path: '/siting/failing', component: () => import('./FailingList.vue'), meta: { title: '设施达标', permission: 'facility.read' } },
    { path: '/siting/housing', component: () => import('./HousingPage.vue'), meta: { title: '配建欠账', permission: 'housing.read' } },
    {
      path: '/siting/plans',
      component: () => import('./PlanList.vue'),
      meta: { title: '选址方案', permission: 'planning.read' },
      children: [{ path: 'new', component: () => import('./PlanForm.vue'), meta: { title: '新的方案', permission: 'planning.edit' } }],
    },
    {
      path: '/siting/plans/:id(\\d+)',
      component: () => import('./PlanPage.vue'),
      props: true,
      meta: { title: '选址方案', permission: 'planning.read' },
      children: [{ path: 'edit', component: () => import('./PlanForm.vue'), props: true, meta: { title: '修改方案', permission: 'planning.edit' } }],
    },
    { path: '/siting/try', component: () => import('./TryPage.vue'), meta: { title: '选址试算', permission: 'planning.read' } },
    { path: '/siting/plans/compare', component: () => import('./PlanCompare.vue'), meta: { title: '方案对比', permission: 'planning.read' } },
  ],
  menu: [
    { job: 'siting', title: '服务圈', to: '/siting/coverage', permission: 'coverage.read', order: 5 },
    { job: 'siting', title: '设施负荷', to: '/siting/centres', permission: 'coverage.read', order: 6 },
    { job: 'siting', title: '选址方案', to: '/siting/plans', permission: 'planning.read', order: 7 },
    { job: 'siting', title: '选址试算', to: '/siting/try', permission: 'planning.read', order: 7.5 },
    { job: 'siting', title: '设施达标', to: '/siting/failing', permission: 'facility.read', order: 8 },
    { job: 'siting', title: '配建欠账', to: '/siting/housing', permission: 'housing.read', order: 9 },
  ],
  palette: [{ title: '服务圈外的老人', keywords: 'fuwuquan fugai weifugai', hint: '设施规划', to: '/siting/uncovered', permission: 'coverage.list' }],
})
