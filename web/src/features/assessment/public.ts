import { DocumentChecked } from '@element-plus/icons-vue'
import { defineFace } from '@/core/features'

export default defineFace({
  routes: [{ path: '/verify', component: () => import('./VerifyPage.vue'), meta: { title: '核验评估结果', open: true } }],
  menu: [{ title: '核验评估结果', detail: '用验证码核对能力评估的等级和日期', to: '/verify', icon: DocumentChecked, order: 30 }],
})
