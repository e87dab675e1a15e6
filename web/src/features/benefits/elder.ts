import { Wallet } from '@element-plus/icons-vue'
import { defineFace } from '@/core/features'

const permission = 'benefit.read'

export default defineFace({
  routes: [
    { path: '/benefits', component: () => import('./MyBenefits.vue'), meta: { title: '我的待遇', permission } },
    { path: '/benefits/why', component: () => import('./MyBenefit.vue'), meta: { title: '这项待遇', permission } },
    { path: '/benefits/apply', component: () => import('./MyApply.vue'), meta: { title: '申请待遇', permission: 'application.apply' } },
    { path: '/benefits/paid', component: () => import('./MyPayments.vue'), meta: { title: '申请和发放记录', permission } },
    { path: '/benefits/notice', component: () => import('./MyNotice.vue'), meta: { title: '告知书', permission } },
    { path: '/benefits/applications/:id(\\d+)', component: () => import('./MyApplication.vue'), props: true, meta: { title: '我的申请', permission } },
  ],
  menu: [{ title: '我的待遇', detail: '领什么、还能领什么、为什么', to: '/benefits', icon: Wallet, order: 30 }],
})
