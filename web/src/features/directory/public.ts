import { OfficeBuilding, Tickets } from '@element-plus/icons-vue'
import { defineFace } from '@/core/features'

export default defineFace({
  routes: [
    { path: '/services', component: () => import('./ServicesPage.vue'), meta: { title: '服务和价格', open: true } },
    { path: '/facilities', component: () => import('./FacilitiesPage.vue'), meta: { title: '养老地图', open: true } },
    { path: '/facilities/:id(\\d+)', component: () => import('./FacilityPage.vue'), props: true, meta: { title: '养老服务设施', open: true } },
  ],
  menu: [
    { title: '服务和价格', detail: '有哪些服务、多少钱、谁有补贴', to: '/services', icon: Tickets, order: 10 },
    { title: '养老地图', detail: '助餐点、日间照料中心、养老院', to: '/facilities', icon: OfficeBuilding, order: 20 },
  ],
})
