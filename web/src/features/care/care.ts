import { defineFace } from '@/core/features'
import TodayVisits from './TodayVisits.vue'

export default defineFace({
  routes: [{ path: '/visits/:id', component: () => import('./VisitPage.vue'), props: true, meta: { title: '这次服务', permission: 'visit.serve' } }],
  home: [{ order: 10, component: TodayVisits }],
})
