import { defineFace } from '@/core/features'
import CareAssessments from './CareAssessments.vue'

export default defineFace({
  routes: [{ path: '/assessments/:id(\\d+)', component: () => import('./CareAssess.vue'), props: true, meta: { title: '能力评估', permission: 'assessment.assess' } }],
  home: [{ order: 20, component: CareAssessments }],
})
