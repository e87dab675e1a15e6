import { DocumentChecked } from '@element-plus/icons-vue'
import { defineFace } from '@/core/features'

export default defineFace({
  routes: [{ path: '/assessments', component: () => import('./MyAssessments.vue'), meta: { title: '能力评估结果', permission: 'assessment.read' } }],
  menu: [{ title: '能力评估结果', detail: '评估等级、有效期，不同意可以复评', to: '/assessments', icon: DocumentChecked, order: 40 }],
})
