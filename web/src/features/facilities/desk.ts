import { defineDesk } from '@/core/features'

export default defineDesk({
  routes: [
    {
      path: '/facilities/:id(\\d+)',
      component: () => import('./FacilityPage.vue'),
      props: true,
      meta: { title: '养老服务设施', permission: 'facility.read' },
      children: [
        {
          path: '',
          component: () => import('./FacilityRecord.vue'),
          children: [{ path: 'record', component: () => import('./RecordForm.vue'), props: true, meta: { title: '修改登记信息', permission: 'facility.edit' } }],
        },
        { path: 'stays', component: () => import('./FacilityStays.vue'), meta: { title: '入住', permission: 'occupancy.read' } },
        { path: 'attendance', component: () => import('./FacilityAttendance.vue'), meta: { title: '到站服务', permission: 'occupancy.read' } },
        { path: 'return', component: () => import('./FacilityReturn.vue'), meta: { title: '月报', permission: 'occupancy.read' } },
        { path: 'history', component: () => import('./FacilityHistory.vue'), meta: { title: '变更记录', permission: 'facility.read' } },
      ],
    },
    { path: '/facilities/returns', component: () => import('./ReturnList.vue'), meta: { title: '设施月报', permission: 'occupancy.read' } },
  ],
  menu: [{ job: 'siting', title: '设施月报', to: '/facilities/returns', permission: 'occupancy.read', order: 2 }],
})
