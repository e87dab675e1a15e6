import { defineDesk } from '@/core/features'

export default defineDesk({
  routes: [
    { path: '/siting/coverage', component: () => import('./CoveragePage.vue'), meta: { title: '服务圈', permission: 'coverage.read' } },
    { path: '/siting/uncovered', component: () => import('./UncoveredList.vue'), meta: { title: '服务圈外的老人', permission: 'coverage.list' } },
    { path: '/siting/centres', component: () => import('./CentreList.vue'), meta: { title: '设施负荷', permission: 'coverage.read' } },
    { path: '/siting/access', component: () => import('./AccessPage.vue'), meta: { title: '床位可及性', permission: 'coverage.read' } },
    { path: '/siting/parameters', component: () => import('./ParametersPage.vue'), meta: { title: '服务圈口径', permission: 'coverage.read' } },
    { path: '/siting/layers', component: () => import('./LayersPage.vue'), meta: { title: '路网和时间表', permission: 'coverage.read' } },
    { path: '/siting/failing', component: () => import('./FailingList.vue'), meta: { title: '设施达标', permission: 'facility.read' } },
    {
      path: '/siting/housing',
      component: () => import('./HousingPage.vue'),
      meta: { title: '配建欠账', permission: 'housing.read' },
      children: [
        { path: 'new', component: () => import('./QuarterForm.vue'), meta: { title: '登记小区', permission: 'housing.edit' } },
        { path: ':id(\\d+)', component: () => import('./QuarterAside.vue'), props: true, meta: { title: '小区' } },
        { path: ':id(\\d+)/edit', component: () => import('./QuarterForm.vue'), props: true, meta: { title: '修改小区', permission: 'housing.edit' } },
      ],
    },
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
    {
      path: '/siting/allocations',
      component: () => import('./AllocationList.vue'),
      meta: { title: '任务和套餐分配', permission: 'planning.read' },
      children: [{ path: 'new', component: () => import('./AllocationForm.vue'), meta: { title: '新的分配', permission: 'planning.edit' } }],
    },
    { path: '/siting/allocations/:id(\\d+)', component: () => import('./AllocationPage.vue'), props: true, meta: { title: '任务和套餐分配', permission: 'planning.read' } },
    { path: '/siting/plans/compare', component: () => import('./PlanCompare.vue'), meta: { title: '方案对比', permission: 'planning.read' } },
  ],
  menu: [
    { job: 'siting', title: '服务圈', to: '/siting/coverage', permission: 'coverage.read', order: 5 },
    { job: 'siting', title: '设施负荷', to: '/siting/centres', permission: 'coverage.read', order: 6 },
    { job: 'siting', title: '路网和时间表', to: '/siting/layers', permission: 'coverage.read', order: 6.5 },
    { job: 'siting', title: '服务圈口径', to: '/siting/parameters', permission: 'coverage.read', order: 6.6 },
    { job: 'siting', title: '选址方案', to: '/siting/plans', permission: 'planning.read', order: 7 },
    { job: 'siting', title: '选址试算', to: '/siting/try', permission: 'planning.read', order: 7.5 },
    { job: 'siting', title: '任务和套餐分配', to: '/siting/allocations', permission: 'planning.read', order: 7.7 },
    { job: 'siting', title: '设施达标', to: '/siting/failing', permission: 'facility.read', order: 8 },
    { job: 'siting', title: '配建欠账', to: '/siting/housing', permission: 'housing.read', order: 9 },
  ],
  palette: [
    { title: '床位可及性', keywords: 'chuangwei kejixing kedaxing 2sfca', hint: '设施规划', to: '/siting/access', permission: 'coverage.read' },
    { title: '服务圈外的老人', keywords: 'fuwuquan fugai weifugai', hint: '设施规划', to: '/siting/uncovered', permission: 'coverage.list' },
  ],
})
