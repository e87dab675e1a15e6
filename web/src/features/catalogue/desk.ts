import { defineDesk } from '@/core/features'

/** The lists are public; the desk shows them to whoever works with orders, prices or money. */
const readers = ['catalogue.edit', 'order.read', 'receipt.read']

export default defineDesk({
  routes: [
    {
      path: '/catalogue',
      component: () => import('./ItemList.vue'),
      meta: { title: '服务目录', permission: readers },
      children: [
        { path: 'new', component: () => import('./ItemForm.vue'), meta: { title: '新增服务项目', permission: 'catalogue.edit' } },
        { path: ':id(\\d+)', component: () => import('./ItemAside.vue'), props: true, meta: { title: '服务项目' } },
        { path: ':id(\\d+)/edit', component: () => import('./ItemForm.vue'), props: true, meta: { title: '修改服务项目', permission: 'catalogue.edit' } },
      ],
    },
    {
      path: '/catalogue/payer-rules',
      component: () => import('./PayerRuleList.vue'),
      meta: { title: '资金分担规则', permission: readers },
      children: [{ path: 'new', component: () => import('./PayerRuleForm.vue'), meta: { title: '新增资金分担规则', permission: 'catalogue.edit' } }],
    },
    {
      path: '/catalogue/quota-rules',
      component: () => import('./QuotaRuleList.vue'),
      meta: { title: '月度额度规则', permission: readers },
      children: [{ path: 'new', component: () => import('./QuotaRuleForm.vue'), meta: { title: '新增月度额度规则', permission: 'catalogue.edit' } }],
    },
  ],
  menu: [
    { job: 'benefits', title: '服务目录', to: '/catalogue', permission: readers, order: 31 },
    { job: 'benefits', title: '资金分担规则', to: '/catalogue/payer-rules', permission: readers, order: 32 },
    { job: 'benefits', title: '月度额度规则', to: '/catalogue/quota-rules', permission: readers, order: 33 },
  ],
  palette: [{ title: '新增服务项目', keywords: 'xinzeng fuwu xiangmu xzfw', hint: '服务目录', to: '/catalogue/new', permission: 'catalogue.edit' }],
})
