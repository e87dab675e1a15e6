import { Bell } from '@element-plus/icons-vue'
import { defineFace } from '@/core/features'

export default defineFace({
  routes: [{ path: '/notices', component: () => import('./PublicNotices.vue'), meta: { title: '待遇公示', open: true } }],
  menu: [{ title: '待遇公示', detail: '正在公示的申请，有异议可以提出', to: '/notices', icon: Bell, order: 25 }],
})
